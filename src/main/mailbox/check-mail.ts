import path from 'node:path'
import { bringUpToDate, cacheMigrations, checkPages, isDamaged, openDatabase } from '../store/store.ts'
import type { Database, OpenOutcome, Statement, TableFault } from '../store/store.ts'
import type { ReaderOptions } from './reader.ts'
import { segmentFile, SegmentReader } from './segment-files.ts'
import type { Place } from './segment-files.ts'

/** Why a message cannot be read, and in which file of the folder. `size`: what lies there opens, and is not as long as the message was. */
export interface MailFault {
  readonly messageId: number
  readonly because: 'damaged' | 'missing' | 'size'
  readonly file: string | null
}

/** What was looked at in one go. */
export interface Looked {
  readonly messages: number
  readonly bytes: number
  readonly faults: readonly MailFault[]
  /** Found to be damaged earlier, and not yet fetched again. */
  readonly awaited: number
}

/** Looks through the copy of the mail in pieces, so that whoever runs it can pause. */
export interface MailCheck extends Disposable {
  /** The database, table by table. */
  pages(): Generator<TableFault | null, void, undefined>
  /** Every message: opened with its seal, which covers each byte and its place, and measured. Throws where pages are damaged (`isDamaged`). */
  messages(): Generator<Looked, void, undefined>
  /** Acts that are shown as under way; none where that cannot be read. */
  pendingTaskIds(): string[]
}

/** Bytes that are read in one go: a few milliseconds of work. */
const LOOKED_AT_ONCE_BYTES = 4 * 1_048_576
const ROWS_AT_ONCE = 200

/** Opens the copy of the mail to be looked through; beside the writer and other readers, and never for writing. Throws when there is none, or an older one (see `bringCopyUpToDate`). */
export function openMailCheck({ directory, cacheKey, segmentKey }: ReaderOptions): { kind: 'open'; check: MailCheck } | Exclude<OpenOutcome, { kind: 'open' }> {
  const outcome = openDatabase({ file: path.join(directory, 'cache.db'), key: cacheKey, migrations: cacheMigrations, mode: 'read', durability: 'normal' })
  if (outcome.kind !== 'open') return outcome
  const { database } = outcome
  const segments = new SegmentReader(directory, segmentKey)
  return {
    kind: 'open',
    check: {
      pages: () => checkPages(database),
      messages: () => lookThrough(database, segments),
      pendingTaskIds: () => pendingTaskIds(database),
      [Symbol.dispose]() {
        segments.close()
        database.close()
      },
    },
  }
}

/** For whoever has the stores alone, after an update of the program. */
export const bringCopyUpToDate = ({ directory, cacheKey }: Pick<ReaderOptions, 'directory' | 'cacheKey'>): void => {
  bringUpToDate({ file: path.join(directory, 'cache.db'), key: cacheKey, migrations: cacheMigrations, durability: 'normal' })
}

function pendingTaskIds(database: Database): string[] {
  try {
    return database.prepare<[], string>('SELECT DISTINCT task_id FROM pending_change').pluck().all()
  } catch (error) {
    if (isDamaged(error)) return []
    throw error
  }
}

interface Row { readonly id: number; readonly size: number; readonly segmentId: number | null; readonly start: number; readonly length: number; readonly awaited: number }

const ROW = `
  SELECT m.id, m.size - ifnull((SELECT freed FROM lean_record l WHERE l.message_id = m.id), 0) AS size, r.segment_id AS segmentId, r.start, r.length, m.id IN (SELECT message_id FROM lost_record) AS awaited
  FROM message m LEFT JOIN record r ON r.message_id = m.id`

function* lookThrough(database: Database, segments: SegmentReader): Generator<Looked, void, undefined> {
  const rows: Statement<[number, number], Row> = database.prepare(`${ROW} WHERE m.id > ? ORDER BY m.id LIMIT ?`)
  const row: Statement<[number], Row> = database.prepare(`${ROW} WHERE m.id = ?`)
  for (let after = -1; ;) {
    const page = withinBytes(rows.all(after, ROWS_AT_ONCE))
    const last = page.at(-1)
    if (last === undefined) return
    after = last.id
    // Moved to another file, deleted, or fetched again while it was being read: what its row says afterwards is what counts.
    const suspect = page.filter((one) => faultOf(segments, one) !== null).flatMap(({ id }) => row.get(id) ?? [])
    yield {
      messages: page.length,
      bytes: page.reduce((sum, { size }) => sum + size, 0),
      awaited: page.filter(({ awaited }) => awaited === 1).length,
      faults: suspect.flatMap((one) => {
        const because = faultOf(segments, one)
        return because === null ? [] : [{ messageId: one.id, because, file: one.segmentId === null ? null : segmentFile('', one.segmentId).replaceAll(path.sep, '/') }]
      }),
    }
  }
}

function withinBytes(rows: readonly Row[]): readonly Row[] {
  let bytes = 0
  return rows.filter(({ size }, index) => {
    bytes += size
    return index === 0 || bytes <= LOOKED_AT_ONCE_BYTES
  })
}

function faultOf(segments: SegmentReader, { segmentId, start, length, size, awaited }: Row): MailFault['because'] | null {
  if (awaited === 1) return null
  if (segmentId === null) return 'missing'
  const place: Place = { segmentId, start, length }
  const found = segments.read(place)
  switch (found.kind) {
    case 'gone': return 'missing'
    case 'damaged': return 'damaged'
    case 'raw': return found.raw.length === size ? null : 'size'
  }
}
