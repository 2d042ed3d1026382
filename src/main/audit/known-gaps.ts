import type { Database } from '../store/store.ts'
import { entryOf, firstBreak, type ChainBreak, type ChainReport } from './chain.ts'

/** A gap that a restore left, and who has said in the journal itself to know of it, by which entry. */
export interface KnownGap { readonly from: number; readonly to: number; readonly by: string; readonly at: number; readonly entry: number }

/** What of a chain does not hold, and what of that is news: `first` of the breaks that nobody knows of. All of them stand in `breaks` (LOG-02). */
export interface JudgedChain extends ChainReport { readonly known: readonly KnownGap[]; readonly first: ChainBreak | null }

type Gap = Extract<ChainBreak, { kind: 'gap' }>

/** How an entry says that its writer knows of a gap: from `first` on, `count` entries long. */
export const gapKnown = ({ from, to }: { from: number; to: number }) => ({ class: 'log', detail: { change: 'gap-known', first: from, count: to - from + 1 } } as const)

/**
 * A gap is known only by the chain itself: the entry right behind it says that a backup was put back there, and a later one that
 * somebody knows of just these numbers; and everything from the gap to that one holds. A gap that no restore left never is.
 */
export function judged(database: Database, report: ChainReport): JudgedChain {
  const known = report.breaks.flatMap((found) => (found.kind === 'gap' && isFromRestore(database, found) ? knownBy(database, found, report) ?? [] : []))
  const unknown = report.breaks.filter((found) => !known.some(({ from }) => found.kind === 'gap' && found.from === from))
  return { ...report, known, first: firstBreak({ breaks: unknown }) }
}

/** The gap that the last restore left, which nobody has said to know of; null where it left none. */
export function gapOfRestore(database: Database, restoredAt: number): { from: number; to: number } | null {
  const behind = database.prepare<[number], number>(`SELECT max(sequence) FROM journal WHERE at = ? AND ${IS_RESTORED}`).pluck().get(restoredAt) ?? null
  if (behind === null) return null
  const last = database.prepare<[number], number>('SELECT max(sequence) FROM journal WHERE sequence < ?').pluck().get(behind) ?? 0
  const gap = { from: last + 1, to: behind - 1 }
  return gap.from > gap.to || wordOf(database, gap) !== undefined ? null : gap
}

const IS_RESTORED = "class = 'store' AND outcome = 'done' AND detail ->> 'change' = 'restored'"

const isFromRestore = (database: Database, { to }: Gap): boolean =>
  database.prepare<[number], number>(`SELECT 1 FROM journal WHERE sequence = ? AND ${IS_RESTORED}`).pluck().get(to + 1) === 1

interface Word { readonly sequence: number; readonly person: string; readonly at: number }

function wordOf(database: Database, gap: { from: number; to: number }): Word | undefined {
  const { class: of, detail } = gapKnown(gap)
  return database.prepare<[number, string, string, number, number], Word>(`
    SELECT sequence, person, at FROM journal
    WHERE sequence > ? AND class = ? AND outcome = 'done' AND detail ->> 'change' = ? AND detail ->> 'first' = ? AND detail ->> 'count' = ?
    ORDER BY sequence LIMIT 1`).get(gap.to, of, detail.change, detail.first, detail.count)
}

function knownBy(database: Database, { from, to }: Gap, { breaks }: ChainReport): KnownGap | null {
  const word = wordOf(database, { from, to })
  if (word === undefined) return null
  // Every entry in between was held against the one before it: where one of them does not hold, neither does the word.
  const holds = !breaks.some((found) => found.kind !== 'gap' && entryOf(found) >= from && entryOf(found) <= word.sequence)
  return holds ? { from, to, by: word.person, at: word.at, entry: word.sequence } : null
}
