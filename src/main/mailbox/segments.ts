import { rmSync } from 'node:fs'
import { inTransaction } from '../store/store.ts'
import type { Database, Statement } from '../store/store.ts'
import { SEGMENT_BYTES, SEGMENT_DEAD_SHARE } from '../../shared/limits.ts'
import { OpenSegment, segmentFile, tidySegments, SegmentReader } from './segment-files.ts'
import type { Extent, Place } from './segment-files.ts'

/** Numbers of segments that somebody else fills, in another thread. */
export interface SegmentLease {
  readonly first: number
  readonly last: number
}

/** Numbers in one lease: 64 GB of mail, more than one session of copying brings. Those that were not used are given out again after a restart. */
const LEASED = 1_024

interface Options {
  readonly database: Database
  readonly directory: string
  readonly segmentKey: Uint8Array
}

/** Bytes moved in one transaction when a segment is rewritten: what comes in meanwhile waits no longer than for a batch of new mail. */
const MOVED_AT_ONCE_BYTES = 8 * 1_048_576

/**
 * The raw mail of all messages, and the rows that say where it lies. The order that makes a crash harmless: bytes are on disk
 * before a row points at them, and no row points at them any more before they go.
 */
export class Segments {
  readonly #database: Database
  readonly #directory: string
  readonly #segmentKey: Buffer
  readonly #reader: SegmentReader
  readonly #sql: ReturnType<typeof prepare>
  #current: OpenSegment | null = null
  #lastId: number
  readonly #leases = new Set<SegmentLease>()

  constructor({ database, directory, segmentKey }: Options) {
    this.#database = database
    this.#directory = directory
    this.#segmentKey = Buffer.from(segmentKey)
    this.#reader = new SegmentReader(directory, segmentKey)
    this.#sql = prepare(database)
    this.#lastId = this.#sql.lastId.get() ?? 0
    const segments = this.#sql.all.all()
    tidySegments(directory, new Map(segments.map(({ id, known }) => [id, known])))
    const last = segments.at(-1)
    if (last !== undefined) this.#current = OpenSegment.resume({ directory, segmentKey: this.#segmentKey, ...last })
  }

  /**
   * Writes raw mail and syncs it, then runs `rows` in a transaction with the places. Whatever fails, a full disk included,
   * is thrown on and leaves rows and files as they were.
   */
  commitWith<Result>(raws: readonly Uint8Array[], rows: (places: readonly Place[]) => Result): Result {
    const before = new Map<OpenSegment, number>()
    if (this.#current?.isGone === true) this.#letGo()
    try {
      const places = raws.map((raw) => this.#append(raw, before))
      for (const segment of before.keys()) segment.sync()
      return inTransaction(this.#database, () => {
        const result = rows(places)
        for (const { id, bytes } of before.keys()) this.#sql.know.run(id, bytes)
        return result
      })
    } catch (error) {
      for (const [segment, bytes] of before) segment.cutTo(bytes)
      throw error
    } finally {
      for (const segment of before.keys()) if (segment !== this.#current) segment.close()
    }
  }

  #append(raw: Uint8Array, before: Map<OpenSegment, number>): Place {
    const segment = this.#roomy(before)
    if (!before.has(segment)) before.set(segment, segment.bytes)
    return segment.append(raw)
  }

  #roomy(before: ReadonlyMap<OpenSegment, number>): OpenSegment {
    const full = this.#current
    if (full !== null && full.bytes < SEGMENT_BYTES) return full
    this.#current = OpenSegment.create(this.#directory, this.#segmentKey, this.#lastId + 1)
    this.#lastId++
    if (full !== null && !before.has(full)) full.close()
    return this.#current
  }

  /** Nobody else writes to these segments, and none of them is rewritten, until the lease ends. */
  lease(): SegmentLease {
    const lease = { first: this.#lastId + 1, last: this.#lastId + LEASED }
    this.#lastId = lease.last
    this.#leases.add(lease)
    return lease
  }

  endLease({ first }: SegmentLease): void {
    for (const lease of this.#leases) if (lease.first === first) this.#leases.delete(lease)
  }

  /** Within a transaction: leased segments are filled and synced so far. */
  fill(extents: readonly Extent[]): void {
    for (const { segmentId, bytes } of extents) this.#sql.know.run(segmentId, bytes)
  }

  /** Within a transaction: nobody wants what lies here. */
  waste({ segmentId, length }: Place): void {
    this.#sql.addDead.run(length, segmentId)
  }

  /** Within a transaction: the raw mail of a new message lies here. */
  point(messageId: number, { segmentId, start, length }: Place): void {
    this.#sql.point.run(messageId, segmentId, start, length)
  }

  /** Within a transaction: the raw mail of a known message lies here from now on. */
  pointAnew(messageId: number, place: Place): void {
    this.free([messageId])
    this.#sql.found.run(messageId)
    this.point(messageId, place)
  }

  /** Within a transaction: the raw mail of these messages is dead. */
  free(messageIds: readonly number[]): void {
    const dead = new Map<number, number>()
    for (const messageId of messageIds) {
      const place = this.#sql.place.get(messageId)
      if (place === undefined) continue
      dead.set(place.segmentId, (dead.get(place.segmentId) ?? 0) + place.length)
      this.#sql.unpoint.run(messageId)
    }
    for (const [segmentId, bytes] of dead) this.#sql.addDead.run(bytes, segmentId)
  }

  /** What lies here of a message, for whoever writes; null when nothing does. */
  read(messageId: number): ReturnType<SegmentReader['read']> | null {
    const place = this.#sql.place.get(messageId)
    return place === undefined ? null : this.#reader.read(place)
  }

  /** Within a transaction: what could not be read is to be fetched again, all of it. */
  lose(messageId: number): void {
    this.free([messageId])
    this.#sql.notLean.run(messageId)
    this.#sql.lose.run(messageId)
  }

  /** Rewrites one segment that is mostly dead and gives its room back; says how many bytes came free. Of more of them, nothing else would run meanwhile. */
  compact(): number {
    const mostlyDead = this.#sql.all.all().find(({ id, known, dead }) => dead > known * SEGMENT_DEAD_SHARE && !this.#isLeased(id))
    return mostlyDead === undefined ? 0 : this.#rewrite(mostlyDead.id, mostlyDead.known)
  }

  #isLeased(id: number): boolean {
    return [...this.#leases].some(({ first, last }) => first <= id && id <= last)
  }

  #rewrite(id: number, known: number): number {
    if (this.#current?.id === id) this.#letGo()
    let movedBytes = 0
    for (let some = this.#someOf(id); some.length > 0; some = this.#someOf(id)) movedBytes += this.#move(some)
    // A power cut must not bring back rows that point at a file that is gone: this one commit is synced.
    this.#database.pragma('synchronous = FULL')
    try {
      inTransaction(this.#database, () => this.#sql.forget.run(id))
    } finally {
      this.#database.pragma('synchronous = NORMAL')
    }
    rmSync(segmentFile(this.#directory, id), { force: true })
    return known - movedBytes
  }

  #someOf(id: number): MovedRecord[] {
    let bytes = 0
    return this.#sql.inSegment.all(id).filter(({ length }, index) => {
      bytes += length
      return index === 0 || bytes <= MOVED_AT_ONCE_BYTES
    })
  }

  #move(records: readonly MovedRecord[]): number {
    const read = records.map((place) => ({ ...place, outcome: this.#reader.read(place) }))
    const whole = read.flatMap(({ messageId, outcome }) => outcome.kind === 'raw' ? [{ messageId, raw: outcome.raw }] : [])
    return this.commitWith(whole.map(({ raw }) => raw), (places) => {
      for (const { messageId, outcome } of read) if (outcome.kind !== 'raw') this.lose(messageId)
      whole.forEach(({ messageId }, index) => {
        const place = places[index]
        if (place !== undefined) this.pointAnew(messageId, place)
      })
      return places.reduce((sum, { length }) => sum + length, 0)
    })
  }

  #letGo(): void {
    this.#current?.close()
    this.#current = null
  }

  close(): void {
    this.#letGo()
    this.#reader.close()
    this.#segmentKey.fill(0)
  }
}

type MovedRecord = Place & { readonly messageId: number }
type SegmentRow = { id: number; known: number; dead: number }

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<(number | bigint)[], Row> => database.prepare(sql)
  return {
    all: one<SegmentRow>('SELECT id, known, dead FROM segment ORDER BY id'),
    lastId: one<number>("SELECT seq FROM sqlite_sequence WHERE name = 'segment'").pluck(),
    know: one('INSERT INTO segment (id, known) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET known = excluded.known'),
    forget: one('DELETE FROM segment WHERE id = ?'),
    addDead: one('UPDATE segment SET dead = dead + ? WHERE id = ?'),
    place: one<Place>('SELECT segment_id AS segmentId, start, length FROM record WHERE message_id = ?'),
    point: one('INSERT INTO record (message_id, segment_id, start, length) VALUES (?, ?, ?, ?)'),
    unpoint: one('DELETE FROM record WHERE message_id = ?'),
    lose: one('INSERT OR IGNORE INTO lost_record (message_id) VALUES (?)'),
    notLean: one('DELETE FROM lean_record WHERE message_id = ?'),
    found: one('DELETE FROM lost_record WHERE message_id = ?'),
    inSegment: one<MovedRecord>(
      'SELECT message_id AS messageId, segment_id AS segmentId, start, length FROM record WHERE segment_id = ? ORDER BY start LIMIT 1000',
    ),
  }
}
