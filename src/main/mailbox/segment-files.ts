import {
  closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync, truncateSync, writevSync,
} from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { isUnreadable, syncFolder } from '../store/store.ts'
import { newSegmentHeader, openRecord, sealOf, sealRecord, SEGMENT_HEADER_BYTES } from './segment-format.ts'
import type { SegmentSeal } from './segment-format.ts'

/** Where a record lies: what a row keeps of it. */
export interface Place {
  readonly segmentId: number
  readonly start: number
  readonly length: number
}

/** How much of a segment is on disk for certain. */
export interface Extent {
  readonly segmentId: number
  readonly bytes: number
}

const syncData = promisify(fdatasync)

export const segmentFolder = (directory: string): string => path.join(directory, 'segments')
export const segmentFile = (directory: string, id: number): string =>
  path.join(segmentFolder(directory), `${String(id).padStart(8, '0')}.mail`)

function readFully(handle: number, length: number, position: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let got = 0
  for (let count = -1; got < length && count !== 0; got += count) count = readSync(handle, bytes, got, length - got, position + got)
  return bytes.subarray(0, got)
}

function writeFully(handle: number, pieces: readonly Uint8Array[], position: number): void {
  let rest = pieces
  for (let at = position; rest.length > 0;) {
    const written = writevSync(handle, rest, at)
    at += written
    rest = after(rest, written)
  }
}

/** What remains of the pieces when the first `count` bytes are off. */
function after(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let off = count
  return pieces.flatMap((piece) => {
    const taken = Math.min(off, piece.length)
    off -= taken
    return taken === piece.length ? [] : [piece.subarray(taken)]
  })
}

/** Reads records of any segment. Opened per read: a file that was compacted away must not be kept alive by a handle. */
export class SegmentReader {
  readonly #directory: string
  readonly #key: Buffer

  constructor(directory: string, segmentKey: Uint8Array) {
    this.#directory = directory
    this.#key = Buffer.from(segmentKey)
  }

  /** `gone`: the file is not there. `damaged`: a byte of file or record is not as it was written. */
  read(place: Place): { kind: 'raw'; raw: Buffer } | { kind: 'gone' } | { kind: 'damaged' } {
    let handle: number
    try {
      handle = openSync(segmentFile(this.#directory, place.segmentId), 'r')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'gone' }
      throw error
    }
    try {
      const seal = sealOf(this.#key, place.segmentId, readFully(handle, SEGMENT_HEADER_BYTES, 0))
      const raw = seal === null ? null : openRecord(seal, place.start, readFully(handle, place.length, place.start))
      return raw === null ? { kind: 'damaged' } : { kind: 'raw', raw }
    } catch (error) {
      if (isUnreadable(error)) return { kind: 'damaged' }
      throw error
    } finally {
      closeSync(handle)
    }
  }

  close(): void {
    this.#key.fill(0)
  }
}

/** One segment that is open for adding. */
export class OpenSegment {
  readonly id: number
  readonly #seal: SegmentSeal
  readonly #handle: number
  #end: number

  private constructor(seal: SegmentSeal, handle: number, end: number) {
    this.id = seal.id
    this.#seal = seal
    this.#handle = handle
    this.#end = end
  }

  /** A new file, its name and header on disk. */
  static create(directory: string, segmentKey: Uint8Array, id: number): OpenSegment {
    const header = newSegmentHeader()
    const seal = sealOf(segmentKey, id, header)
    if (seal === null) throw new Error('a new header is ours')
    // Truncated: a file of this number that no row knows is left from a crash.
    const handle = openSync(segmentFile(directory, id), 'w+', 0o600)
    try {
      writeFully(handle, [header], 0)
      fdatasyncSync(handle)
      syncFolder(segmentFolder(directory))
    } catch (error) {
      closeSync(handle)
      throw error
    }
    return new OpenSegment(seal, handle, SEGMENT_HEADER_BYTES)
  }

  /** Goes on with a file whose first `known` bytes belong to rows; what a crash left beyond them is cut off. Null: not fit to go on with. */
  static resume(options: { directory: string; segmentKey: Uint8Array; id: number; known: number }): OpenSegment | null {
    let handle: number
    try {
      handle = openSync(segmentFile(options.directory, options.id), 'r+')
    } catch {
      return null
    }
    const seal = sealOf(options.segmentKey, options.id, readFully(handle, SEGMENT_HEADER_BYTES, 0))
    if (seal === null || fstatSync(handle).size < options.known) {
      closeSync(handle)
      return null
    }
    ftruncateSync(handle, options.known)
    return new OpenSegment(seal, handle, options.known)
  }

  get bytes(): number {
    return this.#end
  }

  /** Somebody took the file away, such as a virus scanner: what is added to it nobody can read. */
  get isGone(): boolean {
    return fstatSync(this.#handle).nlink === 0
  }

  /** Writes a record at the end; it is safe only after `sync`. When it fails, `cutTo` what was there before. */
  append(raw: Uint8Array): Place {
    const record = sealRecord(this.#seal, this.#end, raw)
    const place = { segmentId: this.id, start: this.#end, length: record.reduce((sum, { length }) => sum + length, 0) }
    writeFully(this.#handle, record, place.start)
    this.#end += place.length
    return place
  }

  sync(): void {
    fdatasyncSync(this.#handle)
  }

  /** The same while others go on; gives what is safe by then. */
  async syncAside(): Promise<Extent> {
    const extent = { segmentId: this.id, bytes: this.#end }
    await syncData(this.#handle)
    return extent
  }

  /** Takes back what no row came to know: gives its room back and makes place for the next. */
  cutTo(known: number): void {
    this.#end = known
    ftruncateSync(this.#handle, known)
  }

  close(): void {
    closeSync(this.#handle)
  }
}

/**
 * Removes what no row knows, whole files and the ends of files: a crash came between writing or emptying and saying so. `known`
 * is how many bytes of each segment belong to rows.
 */
export function tidySegments(directory: string, known: ReadonlyMap<number, number>): void {
  mkdirSync(segmentFolder(directory), { recursive: true, mode: 0o700 })
  for (const name of readdirSync(segmentFolder(directory))) {
    const [, id] = /^(\d+)\.mail$/.exec(name) ?? []
    if (id === undefined) continue
    const file = path.join(segmentFolder(directory), name)
    const bytes = known.get(Number(id))
    if (bytes === undefined) rmSync(file, { force: true })
    else if (statSync(file).size > bytes) truncateSync(file, bytes)
  }
}
