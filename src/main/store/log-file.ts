import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export const LOG_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** "File format", section 4.1: the last bit says in which order the words of the checksums were read. */
const MAGIC = 0x377f0682
const SUMMED_OF_HEADER = 24
const SUMMED_OF_FRAME = 8

export type LogSum = readonly [number, number]

/** A page as it was after one change. `old`: left over from before the log was begun anew, and never read. */
export interface LogFrame {
  readonly kind: 'fits' | 'broken' | 'old'
  /** Pages of the whole file, where a change ends here; 0 otherwise. */
  readonly pages: number
  readonly page: number
  /** Each frame keeps the sum up to itself, so that what follows a broken one can still be told from what does not. */
  readonly sum: LogSum
  /** The frame as it lies there, and the sealed page in it; overwritten by the next one that is read. */
  readonly bytes: Buffer
  readonly content: Buffer
}

/** A write-ahead log of SQLite ("File format", section 4), read without a key: the checksums are over the sealed bytes. */
export class LogFile implements Disposable {
  readonly size: number
  /** Null: it does not hold, and then there are no frames. */
  readonly header: Buffer | null
  readonly frames: number
  readonly frameBytes: number
  /** Before the first frame. */
  readonly sum: LogSum
  /** A piece of a frame at the end of the file. */
  readonly hasStump: boolean
  readonly #handle: number
  readonly #start: Buffer
  readonly #room: Buffer
  readonly #isLittle: boolean

  /** Null: there is no file, or an empty one. */
  static open(file: string): LogFile | null {
    let handle: number
    try {
      handle = openSync(file, 'r')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
    try {
      const { size } = fstatSync(handle)
      if (size > 0) return new LogFile(handle, size)
    } catch (error) {
      closeSync(handle)
      throw error
    }
    closeSync(handle)
    return null
  }

  private constructor(handle: number, size: number) {
    this.#handle = handle
    this.size = size
    this.#start = this.#read(Buffer.alloc(LOG_HEADER_BYTES), 0)
    const magic = this.#start.readUInt32BE(0)
    this.#isLittle = (magic & 1) === 0
    const pageBytes = this.#start.readUInt32BE(8)
    this.frameBytes = FRAME_HEADER_BYTES + pageBytes
    this.sum = [this.#start.readUInt32BE(24), this.#start.readUInt32BE(28)]
    const holds = (magic & ~1) >>> 0 === MAGIC && pageBytes >= 512 && pageBytes <= 65_536 && same(this.#sumOf([0, 0], this.#start.subarray(0, SUMMED_OF_HEADER)), this.sum)
    this.header = holds ? this.#start : null
    this.frames = holds ? Math.floor((size - LOG_HEADER_BYTES) / this.frameBytes) : 0
    this.hasStump = holds && (size - LOG_HEADER_BYTES) % this.frameBytes !== 0
    this.#room = Buffer.alloc(holds ? this.frameBytes : 0)
  }

  /** `before`: the sum of the frame in front of it. */
  frame(index: number, before: LogSum): LogFrame {
    const bytes = this.#read(this.#room, this.offsetOf(index))
    const sum: LogSum = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
    const content = bytes.subarray(FRAME_HEADER_BYTES)
    const frame = { page: bytes.readUInt32BE(0), pages: bytes.readUInt32BE(4), sum, bytes, content }
    const salts = Number(bytes.subarray(8, 12).equals(this.#start.subarray(16, 20))) + Number(bytes.subarray(12, 16).equals(this.#start.subarray(20, 24)))
    // Both are new whenever a log is begun anew: half of them is a frame of this log with a changed byte.
    if (salts === 0) return { ...frame, kind: 'old', pages: 0 }
    const summed = this.#sumOf(this.#sumOf(before, bytes.subarray(0, SUMMED_OF_FRAME)), content)
    return { ...frame, kind: salts === 2 && same(summed, sum) ? 'fits' : 'broken' }
  }

  offsetOf(index: number): number {
    return LOG_HEADER_BYTES + index * this.frameBytes
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle)
  }

  #sumOf([first, second]: LogSum, bytes: Buffer): LogSum {
    let [one, two] = [first, second]
    for (let at = 0; at < bytes.length; at += 8) {
      one = (one + (this.#isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + two) >>> 0
      two = (two + (this.#isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + one) >>> 0
    }
    return [one, two]
  }

  #read(into: Buffer, position: number): Buffer {
    let got = 0
    for (let count = -1; got < into.length && count !== 0; got += count) count = readSync(this.#handle, into, got, into.length - got, position + got)
    return into.fill(0, got)
  }
}

const same = ([one, two]: LogSum, [other, another]: LogSum): boolean => one === other && two === another
