import { checkDomains, readUpstream } from '../../app/domain-check.ts'
import { domainTable } from './domain-table.ts'
import { readMoment, readNamedFile, readOptions, Refused } from './options.ts'

const options = {
  resolver: { type: 'string' }, 'trust-anchor': { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean', default: false },
} as const

/** `check-domain DOMAIN...`: whatever DNS says about a domain is a finding, so 0 as soon as all were looked at. */
export async function checkDomain(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, options)
  if (positionals.length === 0) throw new Refused('check-domain: geef een of meer domeinen, zoals praktijk.nl')
  const upstream = readUpstream(values.resolver ?? '')
  if (upstream === null || values.resolver === '') throw new Refused(`--resolver ${values.resolver ?? ''} is geen naamserver zoals 127.0.0.1:53 of [::1]:53`)
  const anchorFile = values['trust-anchor']
  const trustAnchor = anchorFile === undefined ? null : readNamedFile('--trust-anchor', anchorFile)
  const asked = checkDomains(positionals, { upstream, trustAnchor, at: readMoment('--at', values.at) })
  if (asked.kind === 'malformed-anchor') throw new Refused(`--trust-anchor: regel ${asked.line} van ${anchorFile ?? ''} is geen DS-record`)
  let isFirst = true
  for await (const check of asked.checks) {
    process.stdout.write(values.json ? `${JSON.stringify(check)}\n` : `${isFirst ? '' : '\n'}${domainTable(check, process.stdout.isTTY ? process.stdout.columns : 80)}`)
    isFirst = false
  }
  return 0
}
