import { inTransaction, isDamaged, isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { detailText } from './journal-entry.ts'
import type { JournalEntry } from './journal-entry.ts'
import { COLUMNS, FIRST_PREVIOUS, hashOf, hex } from './journal-row.ts'
import type { Row, StoredRow } from './journal-row.ts'

/** LOG-05: when the journal cannot be written, what it was to tell must not happen. The caller rolls its transaction back. */
export type Appended =
  | { kind: 'written'; sequence: number; hash: string }
  | { kind: 'unwritable'; because: 'disk-full' | 'damaged-file' | 'not-writable' }

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
export const highestGiven = (database: Database, last: number): number => Math.max(last, statementsOf(database).highest.get() ?? 0)

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')

function unwritable(error: unknown): 'disk-full' | 'damaged-file' | 'not-writable' | null {
  if (isDiskFull(error)) return 'disk-full'
  if (isDamaged(error)) return 'damaged-file'
  return /^SQLITE_(READONLY|IOERR|PERM|CANTOPEN|BUSY|LOCKED)/.test(codeOf(error)) ? 'not-writable' : null
}
