import { existsSync, statSync } from 'node:fs'
import { checkFiled, entryOf, type FiledFault, type JudgedChain, type NamedFilter, type OfflineJournal, type SegmentsReport, type StoreDiffers } from '../../app/offline-journal.ts'
import { readOptions, Refused } from './options.ts'

const print = (line: string): void => { process.stdout.write(`${line}\n`) }

const options = {
  data: { type: 'string' }, store: { type: 'string' }, segments: { type: 'string' }, json: { type: 'boolean', default: false }, format: { type: 'string' },
  backup: { type: 'string' }, offline: { type: 'boolean', default: false }, patient: { type: 'string' }, person: { type: 'string' }, mailbox: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' },
} as const

/** How an audit command was typed; the data folder goes by two names. */
export function auditOptions(args: string[]) {
  const { values, positionals } = readOptions(args, options)
  if (values.data !== undefined && values.store !== undefined) throw new Refused('--store en --data zijn hetzelfde: geef er één')
  return { ...values, name: positionals.join(' '), store: values.store ?? values.data }
}
export type AuditOptions = ReturnType<typeof auditOptions>

const kinds: Readonly<Record<FiledFault['kind'], string>> = {
  changed: 'gewijzigd', unlinked: 'sluit niet aan op wat eraan voorafging', gap: 'ontbreekt', 'not-as-filed': 'is een andere dan bij de praktijk is opgeborgen',
  cut: 'afgekapt', forged: 'niet door deze werkplek ondertekend', fork: 'bestaat in twee versies', 'not-a-segment': 'geen deel van een logboek',
}

/** `audit verify --segments DIR`: what was filed with the practice; needs no key and no store. */
export const verifyFiled = ({ segments, json }: AuditOptions): number => (tellFiled(checkFiled(folderOf(segments ?? '')), json) ? 0 : 1)

function tellFiled(report: SegmentsReport, json: boolean): boolean {
  if (json) print(JSON.stringify(report))
  else printFiled(report)
  return report.well
}

function printFiled({ devices, strange }: SegmentsReport): void {
  if (devices.length === 0) print('er is geen opgeborgen logboek in deze map')
  for (const { device, segments, entries, head, late, first } of devices) {
    print(`werkplek ${device.slice(0, 16)}: ${segments} delen, ${entries} regels, ${first === null ? 'de keten klopt' : `eerste foute regel: ${first.sequence ?? '?'} (${first.file === '' ? 'is opgeborgen, maar ligt niet in deze map' : `${kinds[first.kind]}, ${first.file}`})`}`)
    if (late !== null) print(`  na het einde ingeleverd: ${late.entries} regels, vanaf regel ${late.from}. Ze zijn heel, maar wanneer ze zijn geschreven bewijst niets`)
    if (head !== null) print(`  kop van de keten: ${head.sequence} ${head.hash}`)
  }
  for (const { file, sequence } of strange) print(`${file}: ${kinds['not-a-segment']}${sequence === null ? '' : `, eerste foute regel: ${sequence}`}`)
}

/** `audit verify --store DIR`. */
export function verifyStore(stores: OfflineJournal, { json, segments }: AuditOptions): boolean {
  const report = stores.verifyJournal()
  const differs = segments === undefined ? null : stores.compareWith(folderOf(segments))
  if (json) print(JSON.stringify(segments === undefined ? report : { ...report, differs }))
  else printChain(report)
  if (!json && segments !== undefined) printCompared(differs)
  const isFiledWell = segments === undefined || tellFiled(stores.checkFiled(folderOf(segments)), json)
  return report.first === null && differs === null && isFiledWell
}

function printCompared(differs: StoreDiffers | null): void {
  if (differs === null) print('de opslag is het logboek dat is opgeborgen')
  else if (differs.file === '') print(`in de map ontbreekt wat is opgeborgen van regel ${differs.sequence} tot en met ${differs.to}`)
  else print(`de opslag is niet wat is opgeborgen: eerste regel ${differs.sequence} (${differs.kind === 'gap' ? 'ontbreekt in de opslag' : `een andere, tot en met ${differs.to}`}, ${differs.file})`)
}

const folderOf = (segments: string): string => {
  if (!existsSync(segments) || !statSync(segments).isDirectory()) throw new Refused(`--segments ${segments} is geen map`)
  return segments
}

/** How many of what does not hold are news, and how many somebody said to know of. */
export function breakWords({ breaks, known }: Pick<JudgedChain, 'breaks' | 'known'>): string {
  const fresh = `${breaks.length - known.length} ${known.length === 0 ? '' : 'nieuwe '}breuken`
  return known.length === 0 ? fresh : `${fresh}, ${known.length} bekende`
}

/** Each of them, the known ones too: they are told apart and never left out (LOG-02). */
export function printBreaks({ breaks, known }: Pick<JudgedChain, 'breaks' | 'known'>): void {
  for (const found of breaks) {
    const word = found.kind === 'gap' ? known.find(({ from }) => from === found.from) : undefined
    const what = found.kind === 'gap' ? `ontbreekt: ${found.from} tot en met ${found.to}` : `${kinds[found.kind]}: ${found.sequence}`
    print(`  ${what}${word === undefined ? '' : `, door een teruggezette reservekopie; bekend bij ${word.by || 'wie hier werkt'} sinds ${new Date(word.at).toISOString().slice(0, 16).replace('T', ' ')} UTC (regel ${word.entry})`}`)
  }
}

function printChain({ entries, breaks, known, head, first }: JudgedChain): void {
  print(`${entries} regels, ${breaks.length === 0 ? 'de keten klopt' : breakWords({ breaks, known })}`)
  if (first !== null) print(`eerste foute regel: ${entryOf(first)} (${kinds[first.kind]})`)
  printBreaks({ breaks, known })
  if (head !== null) print(`kop van de keten: ${head.sequence} ${head.hash}`)
}

const formats = ['csv', 'json', 'html'] as const
const formatIn = (text: string): (typeof formats)[number] => {
  const format = formats.find((one) => one === text)
  if (format === undefined) throw new Refused(`--format ${text}: kies csv, json of html`)
  return format
}

/** Midnight of a date is that of this machine, as the practice's clock has it; `to` is up to and including that day. */
function moment(name: string, text: string | undefined, days: number): number | undefined {
  if (text === undefined) return undefined
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? []
  const isDate = year !== undefined && month !== undefined && day !== undefined
  const at = isDate ? new Date(year, month - 1, day + days).getTime() : Date.parse(text)
  // A 31st of February is no day, and a year alone is none either.
  const isThere = isDate ? new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(text) : /^\d{4}-\d{2}-\d{2}T/.test(text)
  if (Number.isNaN(at) || !isThere) throw new Refused(`${name} ${text} is geen datum zoals 2026-02-15`)
  return at
}

/** What was typed to look for; refuses what cannot be meant, before any store is opened. */
export function filterIn({ patient, person, mailbox, from, to }: AuditOptions): NamedFilter {
  const [since, until] = [moment('--from', from, 0), moment('--to', to, 1)]
  if (since !== undefined && until !== undefined && until <= since) throw new Refused('--to ligt voor --from')
  return {
    ...(patient === undefined ? {} : { patient }), ...(person === undefined ? {} : { person }), ...(mailbox === undefined ? {} : { mailbox }),
    ...(since === undefined ? {} : { from: since }), ...(until === undefined ? {} : { to: until }),
  }
}

/** `audit export`: without a format one JSON line for each entry. Written down before anything leaves (LOG-04). */
export async function exportStore(stores: OfflineJournal, asked: AuditOptions): Promise<boolean> {
  const exported = stores.exportJournal(asked.format === undefined ? 'lines' : formatIn(asked.format), filterIn(asked), asked.segments === undefined ? undefined : folderOf(asked.segments))
  if (exported.kind === 'unwritable') throw new Refused('de export kan niet in het logboek worden opgeschreven, en is daarom niet gemaakt')
  if (exported.kind === 'no-log-key') throw new Refused('deze werkplek mag het logboek van de praktijk niet openen: dat mag wie er logbeheerder is')
  for (const piece of exported.pieces) if (!process.stdout.write(piece)) await new Promise<void>((resolve) => { process.stdout.once('drain', resolve) })
  return true
}

/** Before the recovery code is asked for: what cannot be carried out needs none. */
export function checkAsked(asked: AuditOptions): void {
  if (asked.format !== undefined) formatIn(asked.format)
  filterIn(asked)
  if (asked.segments !== undefined && asked.patient !== undefined) throw new Refused('--patient gaat niet samen met --segments: elke werkplek nummert de patiënten in haar eigen adresboek')
  if (asked.segments !== undefined) folderOf(asked.segments)
}
