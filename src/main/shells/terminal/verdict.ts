import { readAccount, readUpstream, verdictsOf, type FileVerdict, type ReceivingPractice } from '../../app/verdict-files.ts'
import { readMoment, readNamedFile, readOptions, Refused } from './options.ts'

const options = {
  account: { type: 'string' }, resolver: { type: 'string' }, 'trust-anchor': { type: 'string' }, received: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** `verdict FILE...`: every verdict is a finding, so 0 as soon as all files were looked at. */
export async function verdict(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, options)
  if (positionals.length === 0) throw new Refused('verdict: geef een of meer bestanden met een ontvangen bericht')
  if (values.account === undefined) throw new Refused('verdict: --account ontbreekt, het bestand met de gegevens van de ontvangende mailbox')
  const practice = practiceIn(values.account)
  const upstream = readUpstream(values.resolver ?? '')
  if (upstream === null || values.resolver === '') throw new Refused(`--resolver ${values.resolver ?? ''} is geen naamserver zoals 127.0.0.1:53 of [::1]:53`)
  const anchorFile = values['trust-anchor']
  const trustAnchor = anchorFile === undefined ? null : readNamedFile('--trust-anchor', anchorFile)
  const asked = verdictsOf(positionals, { practice, upstream, trustAnchor, at: readMoment('--received', values.received) })
  if (asked.kind === 'malformed-anchor') throw new Refused(`--trust-anchor: regel ${asked.line} van ${anchorFile ?? ''} is geen DS-record`)
  for await (const found of asked.verdicts) process.stdout.write(`${values.json ? JSON.stringify(found) : inWords(found)}\n`)
  return 0
}

function practiceIn(file: string): ReceivingPractice {
  const read = readAccount(readNamedFile('--account', file))
  if (read.kind === 'practice') return read.practice
  throw new Refused(read.field === null ? `--account: ${file} is geen JSON-object` : `--account: ${read.field} in ${file} is van het verkeerde type`)
}

/** The words of norm.md section 6. */
const labels = {
  safe: 'Veilig ontvangen', internal: 'Intern', unsafe: 'Gewone mail', unknown: 'Veiligheid onbekend', suspicious: 'Afzender niet bevestigd',
  portalNotice: 'Bericht wacht in portaal', formMessage: 'Via formulier',
} as const

function inWords(found: FileVerdict): string {
  if ('error' in found) return `${found.file}: niet te lezen (${found.error})`
  const reasons = found.reasons.map(({ code, params }) => [code, ...Object.values(params)].join(' '))
  return `${found.file}: ${labels[found.state]} (${found.row})\n  ${reasons.join('\n  ')}`
}
