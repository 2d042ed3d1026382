import Papa from 'papaparse'
import { entryWords, outcomeWords } from '../../shared/text/journal-words.ts'
import { translator, type Language, type PlainTextKey, type Translate } from '../../shared/text/table.ts'
import { entryOf, firstBreak, type ChainReport } from './chain.ts'
import type { ReadEntry } from './read-journal.ts'
import type { FiledJournal, SegmentsReport } from './verify-segments.ts'

export type ExportFormat = 'csv' | 'json' | 'html'

/** What an export says of itself, besides its entries. */
export interface ExportHead {
  readonly language: Language
  readonly practice: string
  /** Who made it, and when. */
  readonly by: string
  readonly at: number
  /** Of the whole journal, whatever part is exported (LOG-02). */
  readonly checked: Checked
}

/** One workstation's own journal; or what all of them filed, with a chain for each. */
export type Checked = { readonly kind: 'own'; readonly chain: ChainReport } | { readonly kind: 'filed'; readonly report: SegmentsReport }

/** Entries as a file, in pieces: a practice has half a million, and no string need hold them all. */
export function* exportedJournal(format: ExportFormat, entries: Iterable<ReadEntry>, head: ExportHead): Generator<string> {
  switch (format) {
    case 'csv': yield* asCsv(entries, head); return
    case 'json': yield* asJson(entries); return
    case 'html': yield* asHtml(entries, head)
  }
}

interface Column { readonly title: PlainTextKey; readonly value: (entry: ReadEntry, t: Translate) => string }

const optional = (value: string | null): string => value ?? ''

/** The wall's clock where it was written, and how far that was ahead of UTC (ISO 8601). */
export function localTime(at: number, offsetMinutes: number): string {
  const sign = offsetMinutes < 0 ? '-' : '+'
  const two = (value: number): string => String(Math.abs(value)).padStart(2, '0')
  return `${new Date(at + offsetMinutes * 60_000).toISOString().slice(0, 19)}${sign}${two(Math.trunc(offsetMinutes / 60))}:${two(offsetMinutes % 60)}`
}

/** What a person reads; the rest is for who wants to check. */
const told: readonly Column[] = [
  { title: 'journal.colNumber', value: ({ sequence }) => String(sequence) },
  { title: 'journal.colTime', value: ({ at, offsetMinutes }) => localTime(at, offsetMinutes) },
  { title: 'journal.colWhat', value: (entry, t) => t(entryWords(entry)) },
  { title: 'journal.colOutcome', value: ({ outcome }, t) => t(outcomeWords[outcome] ?? 'journal.unknown') },
  { title: 'journal.colWho', value: ({ person }) => person },
  { title: 'journal.colBehalf', value: ({ onBehalfOf }) => optional(onBehalfOf) },
  { title: 'journal.colMailbox', value: ({ mailbox }) => optional(mailbox) },
  { title: 'journal.colPatient', value: ({ patient }) => optional(patient) },
  { title: 'journal.colMessage', value: ({ messageId }) => optional(messageId) },
]
/** Each workstation counts its own entries: a number alone names none of several. */
const fromWhere: Column = { title: 'journal.colDevice', value: ({ device }) => device }
const further: readonly Column[] = [
  { title: 'journal.colClass', value: ({ class: of }) => of },
  { title: 'journal.colReason', value: ({ reason }) => optional(reason) },
  { title: 'journal.colRole', value: ({ role }) => optional(role) },
  fromWhere,
  { title: 'journal.colFactor', value: ({ factor }) => optional(factor) },
  { title: 'journal.colFactorAt', value: ({ factorAt, offsetMinutes }) => (factorAt === null ? '' : localTime(factorAt, offsetMinutes)) },
  { title: 'journal.colVersion', value: ({ appVersion }) => appVersion },
  { title: 'journal.colRules', value: ({ ruleVersion }) => optional(ruleVersion) },
  { title: 'journal.colDetail', value: ({ detail }) => JSON.stringify(detail) },
  { title: 'journal.colPrevious', value: ({ previous }) => previous },
  { title: 'journal.colHash', value: ({ hash }) => hash },
]

/** As Dutch Excel opens it; no cell is a formula, whatever a message calls itself. */
function* asCsv(entries: Iterable<ReadEntry>, { language }: ExportHead): Generator<string> {
  const t = translator(language)
  const columns = [...told, ...further]
  yield `\ufeff${csvOf([columns.map(({ title }) => t(title))])}`
  for (const some of inLots(entries)) yield csvOf(some.map((entry) => columns.map(({ value }) => value(entry, t))))
}

const csvOf = (rows: string[][]): string => `${Papa.unparse(rows, { delimiter: ';', newline: '\r\n', escapeFormulae: true })}\r\n`

/** One document, an entry a line. */
function* asJson(entries: Iterable<ReadEntry>): Generator<string> {
  let before = '[\n'
  for (const some of inLots(entries)) {
    yield before + some.map((entry) => JSON.stringify(entry)).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** By itself: no script, no picture, nothing from elsewhere. Prints on A4 sideways, with its heading on every page. */
function* asHtml(entries: Iterable<ReadEntry>, head: ExportHead): Generator<string> {
  const t = translator(head.language)
  const columns = head.checked.kind === 'own' ? told : [fromWhere, ...told]
  yield `<!doctype html>
<html lang="${head.language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${t('journal.title')} ${head.practice}`)}</title>
<style>${SHEET}</style>
<h1>${escaped(`${t('journal.title')} ${head.practice}`)}</h1>
<p>${escaped(t('journal.fileMade', { when: localTime(head.at, 0 - new Date(head.at).getTimezoneOffset()), who: head.by }))}</p>
${checkedWords(head.checked, t).map((line) => `<p class="chain">${escaped(line)}</p>`).join('\n')}
<table>
<thead><tr>${[...columns, { title: 'journal.colDetail' } as const].map(({ title }) => `<th scope="col">${escaped(t(title))}</th>`).join('')}</tr></thead>
<tbody>
`
  for (const some of inLots(entries)) yield some.map((entry) => htmlRow(entry, columns, t)).join('')
  yield '</tbody>\n</table>\n</html>\n'
}

const SHEET = `body{font:14px/1.4 system-ui,sans-serif;margin:24px;color:#111;background:#fff}h1{font-size:20px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:4px 6px;border-bottom:1px solid #bbb;overflow-wrap:anywhere}
td.detail,p.chain{font-family:ui-monospace,monospace;font-size:11px}tr.other td{background:#fdecea}
@page{size:A4 landscape;margin:12mm}@media print{body{margin:0;font-size:9px}td.detail{font-size:7px}tr{break-inside:avoid}thead{display:table-header-group}}`

const htmlRow = (entry: ReadEntry, columns: readonly Column[], t: Translate): string =>
  `<tr${entry.outcome === 'done' ? '' : ' class="other"'}>${columns.map(({ value }) => `<td>${escaped(value(entry, t))}</td>`).join('')}<td class="detail">${escaped(detailWords(entry))}</td></tr>\n`

const detailWords = ({ reason, detail }: ReadEntry): string =>
  [...(reason === null ? [] : [reason]), ...Object.entries(detail).map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)].join(' · ')

function checkedWords(checked: Checked, t: Translate): string[] {
  if (checked.kind === 'own') return [chainWords(checked.chain, t)]
  const { devices, strange } = checked.report
  return [
    ...(devices.length === 0 ? [t('journal.fileNoneFiled')] : devices.flatMap((device) => filedWords(device, t))),
    ...strange.map(({ file }) => t('journal.fileStrange', { file })),
  ]
}

/** So much of a workstation's key as the terminal names it by. */
const DEVICE_LETTERS = 16

function filedWords({ device, entries, head, first, late }: FiledJournal, t: Translate): string[] {
  const named = device.slice(0, DEVICE_LETTERS)
  return [
    first === null
      ? t('journal.fileFiledHolds', { device: named, count: entries, sequence: String(head?.sequence ?? 0), hash: head?.hash ?? '' })
      : t('journal.fileFiledBroken', { device: named, sequence: String(first.sequence ?? '?') }),
    ...(late === null ? [] : [t('journal.fileFiledLate', { device: named, sequence: String(late.from) })]),
  ]
}

/** Whether the chain holds, from which entry not, and its last hash, which shows a journal that was replaced as a whole. */
function chainWords(chain: ChainReport, t: Translate): string {
  const { head } = chain
  const first = firstBreak(chain)
  const { sequence = 0, hash = '' } = head ?? {}
  if (first !== null) return t('journal.fileBroken', { sequence: String(entryOf(first)), last: String(sequence), hash })
  return head === null ? t('journal.fileEmpty') : t('journal.fileHolds', { sequence: String(sequence), hash })
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)

/** So many rows make a piece. */
const LOT = 500

function* inLots(entries: Iterable<ReadEntry>): Generator<readonly ReadEntry[]> {
  let lot: ReadEntry[] = []
  for (const entry of entries) {
    lot.push(entry)
    if (lot.length < LOT) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}
