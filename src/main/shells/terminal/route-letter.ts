import { readUpstream } from '../../app/domain-check.ts'
import { readMessageClass, readRoutingAccount, routeLive, type RoutingAccount } from '../../app/routing/route-live.ts'
import { readMoment, readNamedFile, Refused } from './options.ts'
import type { Typed } from './route-options.ts'
import { fieldsInWords, print } from './route-words.ts'

/** `route --account FILE --from A --to B...`: one message, its domains looked up now. */
export async function routeLetter({ values, positionals }: Typed): Promise<number> {
  const { from, json } = values
  const to = [...values.to ?? [], ...positionals]
  if (values.account === undefined) throw new Refused('route: geef --cases, of --account met --from en --to')
  if (from === undefined || to.length === 0) throw new Refused('route: --from of --to ontbreekt')
  const messageClass = readMessageClass(values.class ?? 'unknown')
  if (messageClass === null) throw new Refused('--class is phi, unknown, logistic of general')
  const upstream = readUpstream(values.resolver ?? '')
  if (upstream === null || values.resolver === '') throw new Refused(`--resolver ${values.resolver ?? ''} is geen naamserver zoals 127.0.0.1:53 of [::1]:53`)
  const anchorFile = values['trust-anchor']
  const trustAnchor = anchorFile === undefined ? null : readNamedFile('--trust-anchor', anchorFile)
  const letter = { account: accountIn(values.account), from, to, messageClass }
  const routed = await routeLive(letter, { upstream, trustAnchor, at: readMoment('--at', values.at) })
  if (routed.kind === 'malformed-anchor') throw new Refused(`--trust-anchor: regel ${routed.line} van ${anchorFile ?? ''} is geen DS-record`)
  print({ id: from, deliveries: routed.deliveries, domains: routed.domains }, json)
  return 0
}

function accountIn(file: string): RoutingAccount {
  const read = readRoutingAccount(readNamedFile('--account', file))
  if (read.kind === 'account') return read.account
  throw new Refused(`--account: in ${file} ontbreekt iets of is iets van het verkeerde type: ${fieldsInWords(read.fields)}`)
}
