import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { HeaderField } from './header-block.ts'

export type Canonical = 'simple' | 'relaxed'

/** A field as it is hashed (RFC 6376 sections 3.4.1 and 3.4.2), without its CRLF. Only SP and HTAB are blanks: bytes are latin1. */
export function canonicalField({ raw }: HeaderField, kind: Canonical): string {
  if (kind === 'simple') return raw
  const colon = raw.indexOf(':')
  const value = raw.slice(colon + 1).replace(/\r\n/g, '').replace(/[ \t]+/g, ' ')
  return `${asciiLowerCase(raw.slice(0, colon)).replace(/[ \t]+$/, '')}:${value.replace(/^ | $/g, '')}`
}

/** Where canonical bytes go; a piece is only valid during the call. */
export type Take = (bytes: Uint8Array) => void

const [LF, CR, SP, TAB] = [0x0a, 0x0d, 0x20, 0x09]
/** Filled and taken within one call, so that all bodies share it: a new one for each piece keeps the collector busy. */
let room = Buffer.allocUnsafeSlow(0)

function roomFor(bytes: number): Buffer {
  if (room.length < bytes) room = Buffer.allocUnsafeSlow(bytes)
  return room
}

/** What is canonical as it stands goes on uncopied from this length on; each handing over has its price. */
const LONG_SPAN = 1_024

/** So much is rewritten before looking for such a span again. */
const REWRITTEN = 4_096

/** Behind the last byte that may be handed over as it is: up to blanks or line ends that have another canonical form, or may be the body's last. */
function canonicalEnd(piece: Uint8Array, from: number, relaxed: boolean): number {
  let end = from
  for (let at = from; at < piece.length; at++) {
    const byte = piece[at] ?? 0
    if (byte > SP) end = at + 1
    else if (byte === CR) {
      if (piece[at + 1] !== LF) return end
      at++
    } else if (byte === LF || (relaxed && byte === TAB)) return end
    else if (relaxed && byte === SP) {
      if ((piece[at + 1] ?? 0) <= SP) return end
    } else end = at + 1
  }
  return end
}

const manyLines = Buffer.from('\r\n'.repeat(512))

/** Turns a body into its canonical form (RFC 6376 sections 3.4.3 and 3.4.4) piece by piece. A bare LF counts as a line end, as it does when shown. */
export class CanonicalBody {
  readonly #relaxed: boolean
  readonly #take: Take
  #lines = 0
  #blank = false
  #cr = false
  #any = false

  constructor(kind: Canonical, take: Take) {
    this.#relaxed = kind === 'relaxed'
    this.#take = take
  }

  update(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      const isClear = this.#lines === 0 && !this.#blank && !this.#cr
      const end = isClear ? canonicalEnd(piece, at, this.#relaxed) : at
      if (end - at >= LONG_SPAN) {
        this.#any = true
        this.#take(piece.subarray(at, end))
        at = end
      }
      this.#rewrite(piece.subarray(at, at + REWRITTEN))
      at += REWRITTEN
    }
  }

  #rewrite(piece: Uint8Array): void {
    // A line end takes at most twice its room; what was held back from earlier pieces adds a blank and a CR.
    const out = roomFor(piece.length * 2 + 4)
    const relaxed = this.#relaxed
    let [to, lines, blank, cr] = [0, this.#lines, this.#blank, this.#cr]
    for (let at = 0; at < piece.length;) {
      const byte = piece[at] ?? 0
      if (byte === LF) {
        ;[cr, blank] = [false, false]
        lines++
        at++
        continue
      }
      const isBlank = relaxed && (byte === SP || byte === TAB)
      if (cr || (byte !== CR && !isBlank)) {
        // Only before the first byte of text can there be more lines than this piece has room for.
        if (to === 0) lines = this.#giveLines(lines)
        for (; lines > 0; lines--) {
          out[to++] = CR
          out[to++] = LF
        }
        if (blank) out[to++] = SP
        if (cr) out[to++] = CR
        blank = false
      }
      cr = byte === CR
      if (cr || isBlank) {
        blank ||= isBlank
        at++
        continue
      }
      for (let next = byte; at < piece.length && next > SP; next = piece[at] ?? 0) {
        out[to++] = next
        at++
      }
      // A control character, or a blank that counts.
      if (byte <= SP) out[to++] = piece[at++] ?? 0
    }
    ;[this.#lines, this.#blank, this.#cr] = [lines, blank, cr]
    if (to === 0) return
    this.#any = true
    this.#take(out.subarray(0, to))
  }

  /** The last line end, which an empty body has only in the simple form. */
  end(): void {
    if (this.#cr) {
      this.#lines = this.#giveLines(this.#lines)
      this.#take(Buffer.from(this.#blank ? ' \r' : '\r'))
      this.#any = true
    }
    if (this.#any || !this.#relaxed) this.#take(manyLines.subarray(0, 2))
  }

  /** Hands over so many line ends; none are left. */
  #giveLines(lines: number): 0 {
    for (let left = lines; left > 0; left -= 512) this.#take(manyLines.subarray(0, Math.min(left, 512) * 2))
    return 0
  }
}
