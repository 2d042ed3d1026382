import type { Database } from '../store/store.ts'
import { highestGiven } from './journal.ts'
import { COLUMNS, FIRST_PREVIOUS, hashOf, hex, type StoredRow } from './journal-row.ts'

/** Where the chain does not hold; numbers are sequence numbers. */
export type ChainBreak =
  /** The entry is not what was written. */
  | { kind: 'changed'; sequence: number }
  /** The entry does not follow the one before it. */
  | { kind: 'unlinked'; sequence: number }
  /** Entries from here to there are gone. */
  | { kind: 'gap'; from: number; to: number }
  /** The entry is another one than was filed with the practice. */
  | { kind: 'not-as-filed'; sequence: number }

export interface ChainReport {
  readonly entries: number
  /** For a dated note outside the machine: the one thing that shows a journal replaced as a whole (LOG-02). */
  readonly head: { readonly sequence: number; readonly hash: string; readonly at: number } | null
  /** Empty: the chain holds. */
  readonly breaks: readonly ChainBreak[]
}

/** What left this workstation for the practice: entries `from` to `to`, of which `head` is the last one's hash. */
export interface FiledHead { readonly to: number; readonly head: string }

/** The number of the entry at which a break shows. */
export const entryOf = (found: ChainBreak): number => (found.kind === 'gap' ? found.from : found.sequence)

/** The break that shows first; null where the chain holds. */
export const firstBreak = ({ breaks }: Pick<ChainReport, 'breaks'>): ChainBreak | null =>
  breaks.reduce<ChainBreak | null>((first, found) => (first === null || entryOf(found) < entryOf(first) ? found : first), null)

/** Goes through a journal in pieces, so that nobody has to wait for half a million entries. */
export interface ChainCheck {
  /** Looks at as many entries more; gives the report once the end is reached. */
  step(entries: number): ChainReport | null
}

/**
 * Reports every break, repairs nothing (LOG-02). `filed`: what the practice holds of this journal; it shows an end that was cut off
 * and a journal that was put back to how it once was, which its own chain cannot.
 */
export function checkChain(database: Database, filed: readonly FiledHead[] = []): ChainCheck {
  const page = database.prepare<[number, number], StoredRow>(`SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?`)
  const filedAt = new Map(filed.map(({ to, head }) => [to, head]))
  const breaks: ChainBreak[] = []
  let entries = 0
  const reached: { last: StoredRow | null } = { last: null }
  const look = (row: StoredRow): void => {
    const { last } = reached
    const expected = (last?.sequence ?? 0) + 1
    if (row.sequence > expected) breaks.push({ kind: 'gap', from: expected, to: row.sequence - 1 })
    if (!Buffer.from(row.previous).equals(last?.hash ?? FIRST_PREVIOUS)) breaks.push({ kind: 'unlinked', sequence: row.sequence })
    if (!hashOf(row).equals(row.hash)) breaks.push({ kind: 'changed', sequence: row.sequence })
    const head = filedAt.get(row.sequence)
    if (head !== undefined && head !== hex(row.hash)) breaks.push({ kind: 'not-as-filed', sequence: row.sequence })
    entries++
    reached.last = row
  }
  const end = (): ChainReport => {
    const { last } = reached
    const sequence = last?.sequence ?? 0
    const highest = Math.max(highestGiven(database, sequence), ...filed.map(({ to }) => to))
    if (highest > sequence) breaks.push({ kind: 'gap', from: sequence + 1, to: highest })
    return { entries, head: last === null ? null : { sequence: last.sequence, hash: hex(last.hash), at: last.at }, breaks }
  }
  return {
    step(count) {
      const rows = page.all(reached.last?.sequence ?? 0, count)
      for (const row of rows) look(row)
      return rows.length < count ? end() : null
    },
  }
}

/** The whole journal at once: where nobody waits for anything else. */
export function verifyChain(database: Database, filed: readonly FiledHead[] = []): ChainReport {
  const check = checkChain(database, filed)
  for (;;) {
    const report = check.step(AT_ONCE)
    if (report !== null) return report
  }
}

const AT_ONCE = 5_000
