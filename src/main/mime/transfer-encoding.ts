import type { TransferEncoding } from './part.ts'

/** The sixty-four letters; 64 is skipped in silence, 65 is `=`, 66 is a sign that has no place here. */
const SIXBIT = new Uint8Array(256).fill(66)
for (const [value, letter] of Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').entries()) SIXBIT[letter.charCodeAt(0)] = value
for (const blank of ' \t\r\n\0') SIXBIT[blank.charCodeAt(0)] = 64
SIXBIT[0x3d] = 65

const sixbit = (byte: number | undefined): number => SIXBIT[byte ?? 0] ?? 66

/**
 * Base64 by RFC 2045 section 6.8, kept going through whatever it meets: junk is skipped, a new start after padding is
 * followed (some systems encode piece by piece). `broken` tells that the bytes are perhaps not what was sent.
 */
export function decodeBase64(source: Uint8Array): { bytes: Buffer; broken: boolean } {
  const bytes = Buffer.allocUnsafe(Math.floor(source.length / 4) * 3 + 3)
  let to = 0
  let held = 0
  let count = 0
  let broken = false
  for (let at = 0; at < source.length;) {
    if (count === 0 && at + 4 <= source.length) {
      const a = sixbit(source[at])
      const b = sixbit(source[at + 1])
      const c = sixbit(source[at + 2])
      const d = sixbit(source[at + 3])
      if ((a | b | c | d) < 64) {
        bytes[to++] = (a << 2) | (b >> 4)
        bytes[to++] = (b << 4) | (c >> 2)
        bytes[to++] = (c << 6) | d
        at += 4
        continue
      }
    }
    const value = sixbit(source[at++])
    if (value < 64) {
      held = (held << 6) | value
      if (++count < 4) continue
      bytes[to++] = held >> 16
      bytes[to++] = held >> 8
      bytes[to++] = held
      count = held = 0
    } else if (value === 65) {
      if (count === 1) broken = true
      to = flush(bytes, to, { held, count })
      count = held = 0
    } else if (value === 66) {
      broken = true
    }
  }
  if (count > 0) broken = true
  to = flush(bytes, to, { held, count })
  return { bytes: bytes.subarray(0, to), broken }
}

/** The last group, two or three letters for one or two bytes. */
function flush(bytes: Buffer, to: number, { held, count }: { held: number; count: number }): number {
  if (count < 2) return to
  const bits = held << ((4 - count) * 6)
  bytes[to] = bits >> 16
  if (count === 2) return to + 1
  bytes[to + 1] = bits >> 8
  return to + 2
}

const NIBBLE = new Int8Array(256).fill(-1)
for (const [value, digit] of Array.from('0123456789ABCDEF').entries()) {
  NIBBLE[digit.charCodeAt(0)] = value
  NIBBLE[digit.toLowerCase().charCodeAt(0)] = value
}

/** The byte of two hexadecimal digits at `at`, or -1. */
export function hexByte(source: Uint8Array, at: number): number {
  if (at + 1 >= source.length) return -1
  const high = NIBBLE[source[at] ?? 0] ?? -1
  const low = NIBBLE[source[at + 1] ?? 0] ?? -1
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

/** Where the soft line break that begins with the `=` at `at` ends, or -1 when it is none. */
function softBreak(source: Uint8Array, at: number): number {
  let next = at + 1
  while (source[next] === 0x20 || source[next] === 0x09) next++
  if (source[next] === 0x0d && source[next + 1] === 0x0a) return next + 2
  return source[next] === 0x0a || next >= source.length ? next + 1 : -1
}

/** Bytes that quoted-printable leaves as they are and that end no line: all but `=`, blanks and line ends. */
const PLAIN = new Uint8Array(256).fill(1)
for (const other of '= \t\r\n') PLAIN[other.charCodeAt(0)] = 0

/** Quoted-printable by RFC 2045 section 6.7; a `=` that means nothing stays a `=`, blanks at the end of a line go. */
export function decodeQuotedPrintable(source: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(source.length)
  let to = 0
  let kept = 0
  for (let at = 0; at < source.length;) {
    const byte = source[at] ?? 0
    if (PLAIN[byte] === 1) {
      bytes[to++] = byte
      for (at++; at < source.length && PLAIN[source[at] ?? 0] === 1; at++) bytes[to++] = source[at] ?? 0
      kept = to
    } else if (byte === 0x3d) {
      const value = hexByte(source, at + 1)
      const end = value >= 0 ? at + 3 : softBreak(source, at)
      if (value >= 0) bytes[to++] = value
      else if (end === -1) bytes[to++] = byte
      at = end === -1 ? at + 1 : end
      kept = to
    } else if (byte === 0x0a) {
      to = kept
      if (source[at - 1] === 0x0d) bytes[to++] = 0x0d
      bytes[to++] = byte
      kept = to
      at++
    } else {
      bytes[to++] = byte
      // Blanks count only when something follows them in the line; a CR waits for its LF.
      if (byte === 0x0d && source[at + 1] !== 0x0a) kept = to
      at++
    }
  }
  return bytes.subarray(0, kept)
}

/** The bytes of a part as they were before transport. Without an encoding they are a view of the same memory. */
export function decodeTransfer(source: Buffer, encoding: TransferEncoding): { bytes: Buffer; broken: boolean } {
  switch (encoding) {
    case 'base64': return decodeBase64(source)
    case 'quoted-printable': return { bytes: decodeQuotedPrintable(source), broken: false }
    case 'identity': return { bytes: source, broken: false }
  }
}

/** How many bytes a part has after decoding, without decoding it: exact for base64 in lines of one length, as all mail has it. */
export function decodedSize(raw: Buffer, start: number, { end, encoding }: { end: number; encoding: TransferEncoding }): number {
  if (encoding !== 'base64') return end - start
  let last = end
  while (last > start && (sixbit(raw[last - 1]) === 64)) last--
  const lineFeed = raw.indexOf(0x0a, start)
  const line = lineFeed === -1 || lineFeed >= last ? last - start : lineFeed + 1 - start
  const ending = line === last - start ? 0 : raw[lineFeed - 1] === 0x0d ? 2 : 1
  const lines = line === 0 ? 0 : Math.ceil((last - start) / line) - 1
  let letters = last - start - lines * ending
  for (let at = last; at > start && raw[at - 1] === 0x3d; at--) letters--
  return Math.max(0, Math.floor((letters * 3) / 4))
}
