import { isDamaged } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { highestGiven } from './journal.ts'
import { doneUpTo, fileNothingUpTo, filedSegments, floorOf, lastFiled } from './filed.ts'
import { COLUMNS, FIRST_PREVIOUS, hashOf, type StoredRow } from './journal-row.ts'
import { readSegment } from './segment-format.ts'

/**
 * More than a workstation writes in a day: entries that were lost keep their numbers, so that what follows is never taken for
 * them. All of it fits one segment, as places that say that they are empty.
 */
const LOST_A_DAY = 2_000
/** As long as backups are kept, and as much as a segment can bear. */
const LOST_DAYS_AT_MOST = 7
const DAY_MS = 24 * 60 * 60_000

interface Carried {
  readonly carried: number
  readonly isWhole: boolean
  /** Up to where nothing is to be filed is known. */
  readonly knowsFloor: boolean
}

interface Carrying {
  /** How long ago `to` was written. */
  readonly forMs: number
  /** As whom this workstation is known in its practice; null: in none. Segments of any other go to no folder. */
  readonly device: string | null
}

/** A clock that was wrong says too little at worst: then the practice's register knows what was filed. */
const lostAtMost = (forMs: number): number => LOST_A_DAY * Math.min(LOST_DAYS_AT_MOST, Math.max(1, Math.ceil(forMs / DAY_MS)))

/**
 * After going back to an older journal: takes over what came later from the journal that it replaces, as far as that can still be
 * read and its chain holds. Where anything may be lacking, numbers go on behind a gap, which everybody who checks is shown (LOG-02).
 * In the caller's transaction; `before` null: it does not open at all; `isCut`: its end may be lacking.
 */
export function carryOver(before: { readonly database: Database; readonly isCut: boolean } | null, to: Database, { forMs, device }: Carrying): Carried {
  const from = before?.database ?? null
  const carried = from === null ? 0 : carryEntries(from, to)
  const knowsFloor = from !== null && unlessDamaged(() => { carryFloor(from, to) })
  const isWhole = from !== null && unlessDamaged(() => { carryFiled(from, to, device) }) && isAllOf(from, to) && before?.isCut === false
  if (!isWhole) {
    const known = Math.max(highestGiven(to, 0), doneUpTo(to))
    to.prepare("DELETE FROM sqlite_sequence WHERE name = 'journal'").run()
    to.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('journal', ?)").run(known + lostAtMost(forMs))
  }
  return { carried, isWhole, knowsFloor }
}

function carryEntries(from: Database, to: Database): number {
  const last = to.prepare<[], Pick<StoredRow, 'sequence' | 'hash'>>('SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1').get()
  const add = to.prepare<[StoredRow]>(`INSERT INTO journal (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})`)
  let previous: Uint8Array = last?.hash ?? FIRST_PREVIOUS
  let carried = 0
  try {
    for (const row of from.prepare<[number], StoredRow>(`SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence > ? ORDER BY sequence`).iterate(last?.sequence ?? 0)) {
      if (!Buffer.from(row.previous).equals(previous) || !hashOf(row).equals(row.hash)) return carried
      add.run(row)
      previous = row.hash
      carried++
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
  return carried
}

/** Where it left a practice since, what was not filed by then is not filed with the next one either. */
function carryFloor(from: Database, to: Database): void {
  const floor = floorOf(from)
  if (floor !== null) fileNothingUpTo(to, floor)
}

function carryFiled(from: Database, to: Database, device: string | null): void {
  const add = to.prepare('INSERT OR IGNORE INTO filed_segment (first, last, head, hash, previous, filed_at) VALUES (?, ?, ?, ?, ?, ?)')
  const known = lastFiled(to)?.to ?? 0
  for (const { from: first, to: last, head, hash, previous } of filedSegments(from)) if (first > known) add.run(first, last, head, hash, previous, 0)
  const waits = to.prepare('INSERT OR IGNORE INTO segment_outgoing (hash, bytes) VALUES (?, ?)')
  for (const { hash, bytes } of from.prepare<[], { hash: string; bytes: Uint8Array }>('SELECT hash, bytes FROM segment_outgoing').all()) if (isOf(bytes, device)) waits.run(hash, bytes)
}

/** False: it cannot be read to its end. */
function unlessDamaged(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (isDamaged(error)) return false
    throw error
  }
}

function isOf(bytes: Uint8Array, device: string | null): boolean {
  const read = readSegment(bytes)
  return read.kind !== 'faulty' && read.segment.device === device
}

function isAllOf(from: Database, to: Database): boolean {
  let isAll = false
  return unlessDamaged(() => { isAll = highestGiven(from, 0) <= highestGiven(to, 0) }) && isAll
}
