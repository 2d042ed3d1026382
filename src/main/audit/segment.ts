import type { Database } from '../store/store.ts'
import type { ChainBreak } from './chain.ts'
import { doneUpTo, lastFiled, NOTHING_BEFORE, type FiledSegment } from './filed.ts'
import { COLUMNS, hashedText, hashOf, hex, rowOfText, type StoredRow } from './journal-row.ts'
import { read, type ReadEntry } from './read-journal.ts'
import { hashOf as hashOfBytes, readSegment, writeSegment, type Segment, type SegmentFault } from './segment-format.ts'
import { openingWith, sealingFor, type LogKey } from './segment-keys.ts'

/** As many as fit a message of a megabyte with room to spare: an entry is some 600 bytes when it is sealed. */
export const SEGMENT_ENTRIES = 1_000

/** By whom it is filed: the workstation's signing key, and the practice's log key that it is sealed for. */
export interface Filing {
  /** 32 bytes each. */
  readonly signKey: Uint8Array
  readonly logKey: Uint8Array
  readonly sign: (bytes: Uint8Array) => Uint8Array
  /** The first one under this signing key: it follows nothing, also where another practice has what was before it. */
  readonly begins: boolean
  /** This workstation had been put out by now. */
  readonly late?: boolean
}

/**
 * The entries that were not filed yet, oldest first and at most {@link SEGMENT_ENTRIES}, as a segment that follows the last one;
 * null when there are none. Writes nothing: keep it with `keepFiled` in the transaction that hands it to the register.
 */
export function cutSegment(database: Database, { signKey, logKey, sign, begins, late = false }: Filing): (FiledSegment & { readonly device: string; readonly bytes: Uint8Array }) | null {
  const before = lastFiled(database)
  const done = doneUpTo(database)
  const rows = database.prepare<[number, number], StoredRow>(`SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?`)
    .all(done, SEGMENT_ENTRIES)
  const last = rows.at(-1)
  if (last === undefined) return null
  // What is gone stays gone: its place in the segment says so.
  const from = done + 1
  const to = last.sequence
  const device = hashOfBytes(signKey)
  const { ephemeral, seal } = sealingFor(logKey, { device, from, to })
  const bySequence = new Map(rows.map((row) => [row.sequence, row]))
  const entries = Array.from({ length: to - from + 1 }, (_, at) => {
    const row = bySequence.get(from + at)
    return { sequence: from + at, sealed: seal(from + at, row === undefined ? '' : JSON.stringify([hashedText(row), hex(row.hash)])) }
  })
  const previous = begins ? NOTHING_BEFORE : before?.hash ?? NOTHING_BEFORE
  const head = hex(last.hash)
  const bytes = writeSegment({ device, signKey: Buffer.from(signKey).toString('base64url'), from, to, previous, ephemeral, late }, entries, { last: head, sign })
  return { device, from, to, head, previous, hash: hashOfBytes(bytes), bytes }
}

export type OpenedSegment =
  | { readonly kind: 'faulty'; readonly fault: SegmentFault }
  /** `before`: what its first entry says that it follows; `breaks` are those of the inner chain, and entries that do not open. */
  | { readonly kind: 'open'; readonly segment: Segment; readonly entries: readonly ReadEntry[]; readonly before: string | null; readonly breaks: readonly ChainBreak[] }

/** Checks a segment and opens what is in it with the practice's log key. */
export function openSegment(bytes: Uint8Array, logKey: LogKey): OpenedSegment {
  const found = readSegment(bytes)
  return found.kind === 'faulty' ? found : openEntries(found.segment, logKey)
}

/** The inner chain of a segment whose outer chain holds. */
export function openEntries(segment: Segment, logKey: LogKey): Extract<OpenedSegment, { kind: 'open' }> {
  const open = openingWith(logKey, segment.ephemeral, segment)
  const breaks: ChainBreak[] = []
  const entries: ReadEntry[] = []
  let before: string | null = null
  let last: StoredRow | null = null
  for (const { sequence, sealed } of segment.entries) {
    const clear = open(sequence, sealed)
    if (clear === '') {
      breaks.push({ kind: 'gap', from: sequence, to: sequence })
      continue
    }
    const row = clear === null ? null : rowIn(clear)
    if (row?.sequence !== sequence) {
      breaks.push({ kind: 'changed', sequence })
      continue
    }
    if (sequence === segment.from) before = hex(row.previous)
    if (last !== null && !Buffer.from(row.previous).equals(last.hash)) breaks.push({ kind: 'unlinked', sequence })
    if (!hashOf(row).equals(row.hash)) breaks.push({ kind: 'changed', sequence })
    entries.push(read(row))
    last = row
  }
  if (last === null || hex(last.hash) !== segment.head) breaks.push({ kind: 'changed', sequence: segment.to })
  return { kind: 'open', segment, entries, before, breaks }
}

/** What was sealed: the hashed text of an entry, and the hash that stood beside it. */
function rowIn(clear: string): StoredRow | null {
  let parts: unknown
  try {
    parts = JSON.parse(clear)
  } catch {
    return null
  }
  if (!Array.isArray(parts) || parts.length !== 2) return null
  const [text, hash] = parts as unknown[]
  const row = typeof text === 'string' ? rowOfText(text) : null
  return row === null || typeof hash !== 'string' ? null : { ...row, hash: Buffer.from(hash, 'hex') }
}
