import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * What a write-ahead log is, before SQLite reads it: it takes a log up to the first frame that does not fit and drops the rest
 * without a word. `unfinished`: its end is not whole, as after a power cut; or the last change was damaged, which looks the same.
 * `damaged`: more came after what does not fit, so that changes that were kept would be dropped.
 */
export type LogCondition = 'empty' | 'whole' | 'unfinished' | 'damaged'

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** "File format", section 4.1: the last bit says in which order the words of the checksums were read. */
const MAGIC = 0x377f0682
const SUMMED_OF_HEADER = 24
const SUMMED_OF_FRAME = 8

/** Reads a log (the `-wal` of a database) frame by frame; needs no key: the checksums are over the sealed bytes. */
export function checkLog(file: string): LogCondition {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'empty'
    throw error
  }
  try {
    const { size } = fstatSync(handle)
    if (size === 0) return 'empty'
    return size < HEADER_BYTES ? 'unfinished' : conditionOf(new Log(handle, size))
  } finally {
    closeSync(handle)
  }
}

type Sum = readonly [number, number]
/** `old`: left over from before the log was begun anew, and never read. */
interface Frame { readonly kind: 'fits' | 'broken' | 'old'; readonly ends: boolean; readonly sum: Sum }

function conditionOf(log: Log): LogCondition {
  if (!log.hasHeader) return 'damaged'
  let before = log.sum
  let firstMisfit: 'none' | 'broken' | 'old' = 'none'
  let hasEnded = false
  for (let index = 0; index < log.frames; index++) {
    const frame = log.frame(index, before)
    before = frame.sum
    if (frame.kind !== 'fits') {
      if (firstMisfit === 'none') firstMisfit = frame.kind
      // A left-over cannot be in front of a frame of this log.
      else if (firstMisfit === 'old' && frame.kind === 'broken') return 'damaged'
      continue
    }
    if (firstMisfit === 'old' || (firstMisfit === 'broken' && hasEnded)) return 'damaged'
    if (firstMisfit === 'broken') hasEnded = frame.ends
  }
  return firstMisfit === 'broken' || log.hasStump ? 'unfinished' : 'whole'
}

class Log {
  readonly frames: number
  readonly hasHeader: boolean
  readonly sum: Sum
  /** A piece of a frame at the end of the file. */
  readonly hasStump: boolean
  readonly #handle: number
  readonly #header: Buffer
  readonly #frameBytes: number
  readonly #isLittle: boolean

  constructor(handle: number, size: number) {
    this.#handle = handle
    this.#header = this.#read(0, HEADER_BYTES)
    const magic = this.#header.readUInt32BE(0)
    this.#isLittle = (magic & 1) === 0
    const pageBytes = this.#header.readUInt32BE(8)
    this.#frameBytes = FRAME_HEADER_BYTES + pageBytes
    const summed = this.#sumOf([0, 0], this.#header.subarray(0, SUMMED_OF_HEADER))
    this.sum = [this.#header.readUInt32BE(24), this.#header.readUInt32BE(28)]
    this.hasHeader = (magic & ~1) >>> 0 === MAGIC && same(summed, this.sum) && pageBytes >= 512 && pageBytes <= 65_536
    this.frames = this.hasHeader ? Math.floor((size - HEADER_BYTES) / this.#frameBytes) : 0
    this.hasStump = this.hasHeader && (size - HEADER_BYTES) % this.#frameBytes !== 0
  }

  /** Each frame keeps the sum up to itself, so that what follows a broken one can still be told from what does not. */
  frame(index: number, before: Sum): Frame {
    const bytes = this.#read(HEADER_BYTES + index * this.#frameBytes, this.#frameBytes)
    const sum: Sum = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
    const salts = Number(bytes.subarray(8, 12).equals(this.#header.subarray(16, 20))) + Number(bytes.subarray(12, 16).equals(this.#header.subarray(20, 24)))
    // Both are new whenever a log is begun anew: half of them is a frame of this log with a changed byte.
    if (salts === 0) return { kind: 'old', ends: false, sum }
    const summed = this.#sumOf(this.#sumOf(before, bytes.subarray(0, SUMMED_OF_FRAME)), bytes.subarray(FRAME_HEADER_BYTES))
    return { kind: salts === 2 && same(summed, sum) ? 'fits' : 'broken', ends: bytes.readUInt32BE(4) !== 0, sum }
  }

  #sumOf([first, second]: Sum, bytes: Buffer): Sum {
    let [one, two] = [first, second]
    for (let at = 0; at < bytes.length; at += 8) {
      one = (one + (this.#isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + two) >>> 0
      two = (two + (this.#isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + one) >>> 0
    }
    return [one, two]
  }

  #read(position: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    for (let got = 0, count = -1; got < length && count !== 0; got += count) count = readSync(this.#handle, bytes, got, length - got, position + got)
    return bytes
  }
}

const same = ([one, two]: Sum, [other, another]: Sum): boolean => one === other && two === another
