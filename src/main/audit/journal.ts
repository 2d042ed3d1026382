import { createHash } from 'node:crypto'
import { inTransaction, isDamaged, isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { detailText } from './journal-entry.ts'
import type { JournalEntry } from './journal-entry.ts'

/** LOG-05: when the journal cannot be written, what it was to tell must not happen. The caller rolls its transaction back. */
export type Appended =
  | { kind: 'written'; sequence: number; hash: string }
  | { kind: 'unwritable'; because: 'disk-full' | 'damaged-file' | 'not-writable' }

interface Row {
  readonly sequence: number
  readonly class: string
  readonly outcome: string
  readonly reason: string | null
  readonly at: number
  readonly offset_minutes: number
  readonly person: string
  readonly role: string | null
  readonly on_behalf_of: string | null
  readonly device: string
  readonly factor: string | null
  readonly factor_at: number | null
  readonly app_version: string
  readonly rule_version: string | null
  readonly mailbox: string | null
  readonly message_id: string | null
  readonly patient: string | null
  readonly detail: string
  readonly previous: Uint8Array
}
interface StoredRow extends Row { readonly hash: Uint8Array }

/** What is hashed, in this order. A later kind of entry gets a format of its own; this list never changes. */
const FORMAT = 'praktijkpost journal 1'
const HASHED = [
  'sequence', 'class', 'outcome', 'reason', 'at', 'offset_minutes', 'person', 'role', 'on_behalf_of', 'device', 'factor', 'factor_at',
  'app_version', 'rule_version', 'mailbox', 'message_id', 'patient', 'detail',
] as const satisfies readonly (keyof Row)[]
const COLUMNS = [...HASHED, 'previous', 'hash']
const FIRST_PREVIOUS = Buffer.alloc(32)

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A JSON list has one spelling, so nothing can be moved from one column into the next unnoticed. */
const hashOf = (row: Row): Buffer =>
  createHash('sha256').update(JSON.stringify([FORMAT, ...HASHED.map((column) => row[column]), hex(row.previous)])).digest()

/**
 * Adds an entry in the caller's transaction, chained to the one before it (LOG-02).
 * Throws only for an entry that may not stand in a journal at all.
 */
export const appendEntry = (database: Database, entry: JournalEntry): Appended => appendEntries(database, [entry])

/** Adds these in this order, all or none; the number and hash are those of the last. */
export function appendEntries(database: Database, entries: readonly [JournalEntry, ...JournalEntry[]]): Appended {
  const facts = entries.map(factsOf)
  try {
    return inTransaction(database, () => {
      const { last, add } = statementsOf(database)
      const before = last.get()
      let sequence = highestGiven(database, before?.sequence ?? 0)
      let previous: Uint8Array = before?.hash ?? FIRST_PREVIOUS
      for (const fact of facts) {
        const row: Row = { ...fact, sequence: ++sequence, previous }
        previous = hashOf(row)
        add.run({ ...row, hash: previous })
      }
      return { kind: 'written', sequence, hash: hex(previous) }
    })
  } catch (error) {
    const because = unwritable(error)
    if (because === null) throw error
    return { kind: 'unwritable', because }
  }
}

/** Prepared once for each connection: one is written for every message that is received or opened. */
const prepared = new WeakMap<Database, ReturnType<typeof prepare>>()

function statementsOf(database: Database): ReturnType<typeof prepare> {
  const known = prepared.get(database) ?? prepare(database)
  prepared.set(database, known)
  return known
}

function prepare(database: Database) {
  return {
    last: database.prepare<[], { sequence: number; hash: Uint8Array }>('SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1'),
    highest: database.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").pluck(),
    add: database.prepare<[StoredRow]>(`INSERT INTO journal (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})`),
  }
}

function factsOf(entry: JournalEntry): Omit<Row, 'sequence' | 'previous'> {
  const { actor } = entry
  return {
    class: entry.class, outcome: entry.outcome, reason: named(entry.reason), at: entry.at, offset_minutes: entry.offsetMinutes,
    person: line(actor.person), role: named(actor.role), on_behalf_of: lineOr(actor.onBehalfOf), device: line(actor.device),
    factor: named(actor.factor?.kind ?? null), factor_at: actor.factor?.at ?? null,
    app_version: line(actor.appVersion), rule_version: lineOr(actor.ruleVersion),
    mailbox: lineOr(entry.mailbox), message_id: lineOr(entry.messageId), patient: lineOr(entry.patient),
    detail: detailText(entry),
  }
}

/** One line of well-formed text: SQLite would store half a character as another one, and the chain would break on it. */
const line = (text: string): string => text.toWellFormed().replace(/\p{Cc}+/gu, ' ').slice(0, MAX_TEXT).toWellFormed()
const lineOr = (text: string | null): string | null => (text === null ? null : line(text))

/** RFC 5322 section 2.1.1: no line of a header, so no Message-ID, is longer. */
const MAX_TEXT = 998

/** A reason is a name out of the program's lists; words of a server or of a person do not belong here. */
function named(name: string | null): string | null {
  if (name !== null && !/^[\w.:-]{1,64}$/.test(name)) throw new Error('the journal takes names for reasons, roles and factors')
  return name
}

/** Also counts entries that are gone, so that a cut-off end is not covered up by what follows. */
const highestGiven = (database: Database, last: number): number => Math.max(last, statementsOf(database).highest.get() ?? 0)

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')

function unwritable(error: unknown): 'disk-full' | 'damaged-file' | 'not-writable' | null {
  if (isDiskFull(error)) return 'disk-full'
  if (isDamaged(error)) return 'damaged-file'
  return /^SQLITE_(READONLY|IOERR|PERM|CANTOPEN|BUSY|LOCKED)/.test(codeOf(error)) ? 'not-writable' : null
}

/** Where the chain does not hold; numbers are sequence numbers. */
export type ChainBreak =
  /** The entry is not what was written. */
  | { kind: 'changed'; sequence: number }
  /** The entry does not follow the one before it. */
  | { kind: 'unlinked'; sequence: number }
  /** Entries from here to there are gone. */
  | { kind: 'gap'; from: number; to: number }

export interface ChainReport {
  readonly entries: number
  /** For a dated note outside the machine: the one thing that shows a journal replaced as a whole (LOG-02). */
  readonly head: { readonly sequence: number; readonly hash: string; readonly at: number } | null
  /** Empty: the chain holds. */
  readonly breaks: readonly ChainBreak[]
}

/** Goes through the whole journal and reports every break; repairs nothing (LOG-02). */
export function verifyChain(database: Database): ChainReport {
  const breaks: ChainBreak[] = []
  let entries = 0
  let last: StoredRow | null = null
  for (const row of database.prepare<[], StoredRow>(`SELECT ${COLUMNS.join(', ')} FROM journal ORDER BY sequence`).iterate()) {
    entries++
    const expected: number = (last?.sequence ?? 0) + 1
    if (row.sequence > expected) breaks.push({ kind: 'gap', from: expected, to: row.sequence - 1 })
    if (!Buffer.from(row.previous).equals(last?.hash ?? FIRST_PREVIOUS)) breaks.push({ kind: 'unlinked', sequence: row.sequence })
    if (!hashOf(row).equals(row.hash)) breaks.push({ kind: 'changed', sequence: row.sequence })
    last = row
  }
  const end = last?.sequence ?? 0
  const highest = highestGiven(database, end)
  if (highest > end) breaks.push({ kind: 'gap', from: end + 1, to: highest })
  const head = last === null ? null : { sequence: last.sequence, hash: hex(last.hash), at: last.at }
  return { entries, head, breaks }
}
