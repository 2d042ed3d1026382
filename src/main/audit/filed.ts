import type { Database } from '../store/store.ts'

/** A segment that left this workstation for the practice's register; hashes in hexadecimal digits. */
export interface FiledSegment {
  readonly from: number
  readonly to: number
  /** Of its last entry. */
  readonly head: string
  /** Of the segment as a file, and of the one before it; zeros before the first that was filed in this practice. */
  readonly hash: string
  readonly previous: string
}

/** In the transaction that hands the segment to the register. Throws when it does not follow what was filed before: a bug. */
export function keepFiled(database: Database, { from, to, head, hash, previous }: FiledSegment, at: number): void {
  const last = lastFiled(database)
  const follows = previous === NOTHING_BEFORE || previous === last?.hash
  if (from !== doneUpTo(database) + 1 || !follows) throw new Error('a segment does not follow what was filed')
  database.prepare('INSERT INTO filed_segment (first, last, head, hash, previous, filed_at) VALUES (?, ?, ?, ?, ?, ?)').run(from, to, head, hash, previous, at)
}

/**
 * After going back to an older journal: what the practice's register says was filed of it since, in order. Numbers that were filed
 * are not given again.
 */
export function adoptFiled(database: Database, segments: readonly Omit<FiledSegment, 'previous'>[]): void {
  const last = lastFiled(database)
  let before = last?.hash ?? NOTHING_BEFORE
  for (const { from, to, head, hash } of segments.filter((segment) => segment.from > (last?.to ?? 0))) {
    database.prepare('INSERT INTO filed_segment (first, last, head, hash, previous, filed_at) VALUES (?, ?, ?, ?, ?, 0)').run(from, to, head, hash, before)
    before = hash
  }
  const highest = lastFiled(database)?.to ?? 0
  database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'journal'").run(highest)
}

/**
 * In the transaction in which a workstation leaves a practice: what is not filed by now is another practice's business than the next
 * one's. It stays in the journal here, where its chain is checked as before, and is filed with nobody.
 */
export const fileNothingBefore = (database: Database): void =>
  fileNothingUpTo(database, database.prepare<[], number | null>('SELECT max(sequence) FROM journal').pluck().get() ?? 0)

/** The same up to an entry of that number, wherever that is decided. */
export const fileNothingUpTo = (database: Database, last: number): void => void database.prepare(`
  INSERT INTO filing_floor (id, last) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET last = max(filing_floor.last, excluded.last)`).run(last)

/** The last entry that was filed, or that is not to be; 0: none. */
export const doneUpTo = (database: Database): number => Math.max(lastFiled(database)?.to ?? 0, floorOf(database) ?? 0)

/** Null: this workstation never left a practice. */
export const floorOf = (database: Database): number | null => database.prepare<[], number>('SELECT last FROM filing_floor').pluck().get() ?? null

export const NOTHING_BEFORE = '0'.repeat(64)

const COLUMNS = 'first AS "from", last AS "to", head, hash, previous'

/** Oldest first. */
export const filedSegments = (database: Database): FiledSegment[] =>
  database.prepare<[], FiledSegment>(`SELECT ${COLUMNS} FROM filed_segment ORDER BY first`).all()

export const lastFiled = (database: Database): FiledSegment | null =>
  database.prepare<[], FiledSegment>(`SELECT ${COLUMNS} FROM filed_segment ORDER BY first DESC LIMIT 1`).get() ?? null
