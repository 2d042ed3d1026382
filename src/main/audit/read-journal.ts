import type { Database } from '../store/store.ts'
import type { JournalClass } from './journal-entry.ts'
import { COLUMNS, hex, type StoredRow } from './journal-row.ts'

/** Which entries; what is absent does not matter. Times in milliseconds since 1970, `to` not included. */
export interface JournalFilter {
  readonly patient?: string
  /** Who did it. */
  readonly person?: string
  /** In whose name somebody else did it. */
  readonly onBehalfOf?: string
  readonly mailbox?: string
  readonly messageId?: string
  readonly classes?: readonly JournalClass[]
  readonly from?: number
  readonly to?: number
}

/** An entry as it is shown and exported. */
export interface ReadEntry {
  readonly sequence: number
  readonly class: JournalClass
  readonly outcome: 'done' | 'failed' | 'refused'
  readonly reason: string | null
  readonly at: number
  readonly offsetMinutes: number
  readonly person: string
  readonly role: string | null
  readonly onBehalfOf: string | null
  readonly device: string
  readonly factor: string | null
  readonly factorAt: number | null
  readonly appVersion: string
  readonly ruleVersion: string | null
  readonly mailbox: string | null
  readonly messageId: string | null
  readonly patient: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly previous: string
  readonly hash: string
}

/** `next`: there may be older ones; ask again with it as `after`. A page may have fewer than were asked for, or none, and a next. */
export interface JournalPage { readonly entries: readonly ReadEntry[]; readonly next: number | null }

/** So many entries are looked through in one go, and for so long for one page: a filter that hardly anything meets holds up nobody. */
const WINDOW = 25_000
const PAGE_MS = 25

/** A page of the entries, newest first, of those before number `after`. */
export function readJournal(database: Database, filter: JournalFilter, { after = null, limit }: { after?: number | null; limit: number }): JournalPage {
  const { lowest, highest } = boundsOf(database, filter)
  const { where, values } = conditionsOf(filter)
  const page = database.prepare<unknown[], StoredRow>(
    `SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence >= ? AND sequence < ? ${where} ORDER BY sequence DESC LIMIT ?`)
  const entries: ReadEntry[] = []
  let below = Math.min(after ?? highest + 1, highest + 1)
  for (const since = performance.now(); below > lowest && entries.length < limit && performance.now() - since < PAGE_MS;) {
    const from = Math.max(lowest, below - WINDOW)
    entries.push(...page.all(from, below, ...values, limit - entries.length).map(read))
    below = entries.length === limit ? entries.at(-1)?.sequence ?? from : from
  }
  return { entries, next: below > lowest ? below : null }
}

/** All of them, oldest first, a few at a time: for an export. What is written meanwhile does not come along. */
export function* entriesOf(database: Database, filter: JournalFilter): Generator<ReadEntry> {
  const { lowest, highest } = boundsOf(database, filter)
  const { where, values } = conditionsOf(filter)
  const page = database.prepare<unknown[], StoredRow>(
    `SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence >= ? AND sequence < ? ${where} ORDER BY sequence`)
  for (let from = lowest; from <= highest; from += EXPORTED_AT_ONCE) {
    yield* page.all(from, Math.min(from + EXPORTED_AT_ONCE, highest + 1), ...values).map(read)
  }
}

/** From this number on, oldest first: for the few that were not filed yet. */
export const entriesFrom = (database: Database, first: number): ReadEntry[] =>
  database.prepare<[number], StoredRow>(`SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence >= ? ORDER BY sequence`).all(first).map(read)

const EXPORTED_AT_ONCE = 1_000

/** How many entries there are by this filter, up to `most`. */
export function countEntries(database: Database, filter: JournalFilter, most: number): number {
  const { lowest, highest } = boundsOf(database, filter)
  const { where, values } = conditionsOf(filter)
  return database.prepare<unknown[], number>(
    `SELECT count(*) FROM (SELECT 1 FROM journal WHERE sequence >= ? AND sequence <= ? ${where} LIMIT ?)`).pluck().get(lowest, highest, ...values, most) ?? 0
}

/** Entries stand in the order of their numbers; by the index on their times the numbers of a period are found. */
function boundsOf(database: Database, { from, to }: JournalFilter): { lowest: number; highest: number } {
  const bounds = from === undefined && to === undefined
    ? database.prepare<unknown[], Bounds>('SELECT (SELECT min(sequence) FROM journal) AS lowest, (SELECT max(sequence) FROM journal) AS highest').get()
    : database.prepare<unknown[], Bounds>('SELECT min(sequence) AS lowest, max(sequence) AS highest FROM journal INDEXED BY journal_at WHERE at >= ? AND at < ?')
      .get(from ?? 0, to ?? Number.MAX_SAFE_INTEGER)
  return { lowest: bounds?.lowest ?? 1, highest: bounds?.highest ?? 0 }
}

interface Bounds { lowest: number | null; highest: number | null }

/** The plus keeps SQLite from sorting a whole period by its times: clocks are set back, numbers never go down. */
function conditionsOf({ patient, person, onBehalfOf, mailbox, messageId, classes, from, to }: JournalFilter): { where: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    ['patient = ?', patient], ['person = ?', person], ['on_behalf_of = ?', onBehalfOf], ['mailbox = ?', mailbox], ['message_id = ?', messageId],
    ['+at >= ?', from], ['+at < ?', to],
  ]
  const given = conditions.filter(([, value]) => value !== undefined)
  const some = classes === undefined ? '' : ` AND class IN (${classes.map(() => '?').join(', ')})`
  return { where: given.map(([condition]) => ` AND ${condition}`).join('') + some, values: [...given.map(([, value]) => value), ...(classes ?? [])] }
}

/** A detail that is no JSON was not written by us: it is shown as nothing, and the chain tells of it. */
function detailOf(text: string): Record<string, unknown> {
  try {
    const detail: unknown = JSON.parse(text)
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail as Record<string, unknown> : {}
  } catch {
    return {}
  }
}

export const read = (row: StoredRow): ReadEntry => ({
  sequence: row.sequence, class: row.class as JournalClass, outcome: row.outcome as ReadEntry['outcome'], reason: row.reason, at: row.at,
  offsetMinutes: row.offset_minutes, person: row.person, role: row.role, onBehalfOf: row.on_behalf_of, device: row.device, factor: row.factor,
  factorAt: row.factor_at, appVersion: row.app_version, ruleVersion: row.rule_version, mailbox: row.mailbox, messageId: row.message_id,
  patient: row.patient, detail: detailOf(row.detail), previous: hex(row.previous), hash: hex(row.hash),
})

/** The last entry, and when the first was written; null where there are none. */
export function endsOf(database: Database): { head: { sequence: number; hash: string; at: number } | null; since: number | null } {
  const last = database.prepare<[], Pick<StoredRow, 'sequence' | 'hash' | 'at'>>('SELECT sequence, hash, at FROM journal ORDER BY sequence DESC LIMIT 1').get()
  const since = database.prepare<[], number>('SELECT at FROM journal ORDER BY sequence LIMIT 1').pluck().get() ?? null
  return { head: last === undefined ? null : { ...last, hash: hex(last.hash) }, since }
}

/** Everybody and every mailbox that the journal names: what one can look for. */
export function namesIn(database: Database): { persons: string[]; mailboxes: string[] } {
  return { persons: distinct(database, 'person'), mailboxes: distinct(database, 'mailbox') }
}

/** From one name to the next in the index, instead of through all entries. */
const distinct = (database: Database, column: 'person' | 'mailbox'): string[] =>
  database.prepare<[], string>(`
    WITH RECURSIVE name (value) AS (
      SELECT min(${column}) FROM journal WHERE ${column} IS NOT NULL
      UNION ALL SELECT (SELECT min(${column}) FROM journal WHERE ${column} > value) FROM name WHERE value IS NOT NULL
    ) SELECT value FROM name WHERE value IS NOT NULL AND value <> ''`).pluck().all()
