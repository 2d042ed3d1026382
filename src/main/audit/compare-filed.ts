import type { Database } from '../store/store.ts'
import { filedSegments, floorOf } from './filed.ts'
import { hex } from './journal-row.ts'
import type { FiledFault, WholeSegment } from './verify-segments.ts'

/** Where a store and a folder of filed journals differ, at the first entry: `from` and `to` are those of the segment in which it shows. */
export interface StoreDiffers extends Pick<FiledFault, 'kind' | 'file' | 'device'> {
  readonly sequence: number
  readonly to: number
}

/**
 * Whether the journal in a store is the one that was filed: each by itself cannot tell that the other was replaced as a whole or lost
 * its end. `device`: whose store it is, where it still knows. What was filed with a practice that it left is not looked for.
 */
export function compareWithFiled(database: Database, whole: readonly WholeSegment[], device: string | null): StoreDiffers | null {
  const floor = floorOf(database) ?? 0
  const sent = filedSegments(database).filter(({ from, hash }) => from > floor && !waits(database, hash))
  const known = new Set(sent.map(({ hash }) => hash))
  const ours = whole.filter((one) => one.device === device || known.has(one.hash))
  const found = new Set(ours.map(({ hash }) => hash))
  const lacking = sent.filter(({ hash }) => !found.has(hash)).map(({ from, to }): StoreDiffers => ({ kind: 'gap', file: '', device, sequence: from, to }))
  const others = ours.flatMap((one): StoreDiffers[] => {
    const kind = differenceOf(database, one)
    return kind === null ? [] : [{ kind, file: one.file, device: one.device, sequence: kind === 'gap' ? Math.max(one.from, lastOf(database) + 1) : one.from, to: one.to }]
  })
  return [...others, ...lacking].sort((one, other) => one.sequence - other.sequence)[0] ?? null
}

/** Its last entry says it of all before it: their chain is checked apart. `gap`: the store no longer has it. */
function differenceOf(database: Database, { to, head }: WholeSegment): 'gap' | 'not-as-filed' | null {
  const hash = database.prepare<[number], Uint8Array>('SELECT hash FROM journal WHERE sequence = ?').pluck().get(to)
  if (hash === undefined) return 'gap'
  return hex(hash) === head ? null : 'not-as-filed'
}

const lastOf = (database: Database): number => database.prepare<[], number | null>('SELECT max(sequence) FROM journal').pluck().get() ?? 0

/** On its way to the folder still. */
const waits = (database: Database, hash: string): boolean =>
  database.prepare<[string], number>('SELECT 1 FROM segment_outgoing WHERE hash = ?').pluck().get(hash) === 1
