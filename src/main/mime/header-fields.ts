import { MAX_HEADER_BLOCK_BYTES, MAX_HEADER_FIELDS, MAX_HEADER_VALUE_BYTES } from '../../shared/limits.ts'
import { asBuffer } from './bytes.ts'
import { decodeHeaderBytes } from './charset.ts'

/** Where the value of a field stands in the raw message, folds included. */
export type Field = { readonly name: string; readonly start: number; readonly end: number }

export type HeaderBlock = {
  readonly fields: readonly Field[]
  /** First byte after the blank line, or where the block broke off. */
  readonly bodyStart: number
  /** Fields past the limits were passed over. */
  readonly cut: boolean
}

/** The names looked for, by first letter and length, so that no string is made of the forty that nobody asks for. */
export type WantedFields = ReadonlyMap<number, readonly string[]>

const bucket = (first: number, length: number): number => ((first | 0x20) << 8) | length

export function wantedFields(names: readonly string[]): WantedFields {
  return Map.groupBy(names, (name) => bucket(name.charCodeAt(0), name.length))
}

function isNamed(raw: Buffer, at: number, name: string): boolean {
  for (let index = 1; index < name.length; index++) {
    const byte = raw[at + index] ?? 0
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== name.charCodeAt(index)) return false
  }
  return true
}

const LONGEST_NAME = 76

/** Where the name that begins at `at` ends, or -1 when the line is no field: only printable ASCII up to a colon is (RFC 5322 section 2.2). */
function nameEnd(raw: Buffer, at: number): number {
  let end = at
  while (end - at <= LONGEST_NAME) {
    const byte = raw[end] ?? 0
    if (byte === 0x3a) return end > at ? end : -1
    if (byte <= 0x20 || byte >= 0x7f) break
    end++
  }
  const blank = end
  while (raw[end] === 0x20 || raw[end] === 0x09) end++
  return raw[end] === 0x3a && blank > at ? blank : -1
}

/** Where the line that begins at `at` ends: its LF, or the end of the bytes. */
function lineFeed(raw: Buffer, at: number): number {
  const found = raw.indexOf(0x0a, at)
  return found === -1 ? raw.length : found
}

/**
 * The wanted fields of the header block at `start`. Lines that are no field are passed over; a block of nothing else
 * is no header but text, and its bytes are body. `stopsAt` tells of lines that end the block early: a boundary.
 */
export function scanFields(
  raw: Buffer, start: number, { wanted, stopsAt }: { wanted: WantedFields; stopsAt?: (lineStart: number) => boolean },
): HeaderBlock {
  const fields: Field[] = []
  let seen = 0
  let strange = 0
  let cut = false
  let at = start
  for (let next: number; at < raw.length; at = next) {
    let end = lineFeed(raw, at)
    next = end + 1
    if (end === at || (end === at + 1 && raw[at] === 0x0d)) {
      at = Math.min(next, raw.length)
      break
    }
    if (raw[at] === 0x2d && raw[at + 1] === 0x2d && stopsAt?.(at) === true) break
    const name = nameEnd(raw, at)
    while (raw[next] === 0x20 || raw[next] === 0x09) {
      end = lineFeed(raw, next)
      next = end + 1
    }
    if (name === -1) {
      strange++
      continue
    }
    seen++
    if (seen > MAX_HEADER_FIELDS || at - start > MAX_HEADER_BLOCK_BYTES) {
      cut = true
      continue
    }
    const field = wanted.get(bucket(raw[at] ?? 0, name - at))?.find((candidate) => isNamed(raw, at, candidate))
    if (field !== undefined) fields.push({ name: field, start: raw.indexOf(0x3a, name) + 1, end })
  }
  // A part that broke off inside its first field has no body yet; a whole message without fields is a text.
  const isText = seen === 0 && strange > 0 && (stopsAt === undefined || at < raw.length)
  return { fields, bodyStart: isText ? start : Math.min(at, raw.length), cut }
}

/** The value of a field, unfolded and trimmed, its raw bytes as text: encoded words are still encoded. */
export function fieldText(raw: Buffer, { start, end }: Field): string {
  const text = decodeHeaderBytes(raw, start, Math.min(end, start + MAX_HEADER_VALUE_BYTES))
  return (text.includes('\n') ? text.replace(/\r?\n(?=[ \t])/g, '') : text).trim()
}

/** Every value of one field of the message's own header, in order: for what is not among the facts of a walk. */
export function headerValues(raw: Uint8Array, name: string): string[] {
  const view = asBuffer(raw)
  return scanFields(view, 0, { wanted: wantedFields([name.toLowerCase()]) }).fields.map((field) => fieldText(view, field))
}
