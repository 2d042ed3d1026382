import { SessionLost } from '../problems.ts'
import { FetchItems } from './fetch-items.ts'
import { ANSWER_LINE_BYTES, OTHER_LITERALS_BYTES } from './limits.ts'

export interface FetchedMessage {
  readonly uid: number
  /** Without `\Recent`. Messages with the same flags share them. */
  readonly flags: readonly string[]
  /** INTERNALDATE in ms since 1970; null when the server gives none that can be read. */
  readonly receivedAt: number | null
  /** The message from its start. Valid only until the call that gives it returns: the room is used again. */
  readonly raw: Buffer
}

/** What the reader finds, in the order in which it came. */
export interface Answers {
  message(message: FetchedMessage): void
  /** Without its `* `, such as `OK [UIDVALIDITY 7] ready` and `3 EXISTS`. */
  untagged(text: string): void
  tagged(tag: string, text: string): void
  continuation(): void
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const PARENTHESIS = 0x28
const STAR = 0x2a
const PLUS = 0x2b
const ZERO = 0x30
const NINE = 0x39
const BRACE = 0x7b
const BRACE_END = 0x7d

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE
const isLetter = (byte = 0): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/**
 * Reads a server's answers from bytes in pieces of any size: no I/O. Text and literals of one answer are gathered in two rooms
 * that are used again for the next. Throws `SessionLost` ('garbled') for what is no answer; nothing may be fed after that.
 */
export class FetchReader {
  /** How many bytes of a message were asked for; more is garbage. */
  bodyMax = 0
  readonly #answers: Answers
  readonly #items = new FetchItems()
  #text: Buffer = Buffer.allocUnsafeSlow(1_024)
  #textEnd = 0
  #room: Buffer = Buffer.alloc(0)
  #roomEnd = 0
  /** Bytes of the literal that are still to come. */
  #missing = 0
  /** Where the literals of this answer end in the room. */
  readonly #literals: number[] = []

  constructor(answers: Answers) {
    this.#answers = answers
  }

  /** Whether everything that was fed has been answered for. */
  get isBetweenAnswers(): boolean {
    return this.#textEnd === 0
  }

  feed(bytes: Buffer): void {
    let at = 0
    while (at < bytes.length) at = this.#missing > 0 ? this.#takeLiteral(bytes, at) : this.#takeText(bytes, at)
  }

  #takeLiteral(bytes: Buffer, at: number): number {
    const taken = bytes.copy(this.#room, this.#roomEnd, at, at + this.#missing)
    this.#roomEnd += taken
    this.#missing -= taken
    return at + taken
  }

  #takeText(bytes: Buffer, at: number): number {
    const lineEnd = bytes.indexOf(LF, at)
    const stop = lineEnd < 0 ? bytes.length : lineEnd + 1
    const textEnd = this.#textEnd + stop - at
    if (textEnd > ANSWER_LINE_BYTES) throw new SessionLost('garbled')
    if (textEnd > this.#text.length) this.#text = larger(this.#text, this.#textEnd, textEnd)
    bytes.copy(this.#text, this.#textEnd, at, stop)
    this.#textEnd = textEnd
    if (lineEnd >= 0) this.#endLine()
    return stop
  }

  #endLine(): void {
    const end = this.#textEnd - (this.#text[this.#textEnd - 2] === CR && this.#textEnd > 1 ? 2 : 1)
    const size = this.#announcedSize(end)
    if (size !== null) {
      this.#startLiteral(size)
      return
    }
    this.#answer(end)
    this.#textEnd = 0
    this.#roomEnd = 0
    this.#literals.length = 0
  }

  /** Of `{123}` at the end of a line, `{123+}` too; null when there is none. */
  #announcedSize(end: number): number | null {
    if (this.#text[end - 1] !== BRACE_END) return null
    const last = this.#text[end - 2] === PLUS ? end - 3 : end - 2
    let first = last
    while (isDigit(this.#text[first])) first -= 1
    if (first === last || first < 0 || this.#text[first] !== BRACE || !this.#mayHoldLiterals()) return null
    return Number(this.#text.toString('latin1', first + 1, last + 1))
  }

  /** The words of a person may end in braces. */
  #mayHoldLiterals(): boolean {
    return this.#text[0] === STAR && !/^\* (?:OK|NO|BAD|BYE|PREAUTH) /i.test(this.#text.toString('latin1', 0, 10))
  }

  #startLiteral(size: number): void {
    const roomEnd = this.#roomEnd + size
    if (roomEnd > this.bodyMax + OTHER_LITERALS_BYTES) throw new SessionLost('garbled')
    if (roomEnd > this.#room.length) this.#room = larger(this.#room, this.#roomEnd, roomEnd)
    this.#missing = size
    this.#literals.push(roomEnd)
  }

  #answer(end: number): void {
    // Between answers an empty line says nothing.
    if (end === 0) return
    if (this.#text[0] === STAR && this.#text[1] === SPACE) {
      const items = this.#fetchItems(end)
      if (items < 0) this.#answers.untagged(this.#text.toString('latin1', 2, end))
      else this.#fetched(items, end)
    } else if (this.#text[0] === PLUS) {
      this.#answers.continuation()
    } else {
      const space = this.#text.indexOf(SPACE)
      if (space < 1 || space >= end) throw new SessionLost('garbled')
      this.#answers.tagged(this.#text.toString('latin1', 0, space), this.#text.toString('latin1', space + 1, end))
    }
  }

  /** Where the items of `* 12 FETCH (...)` begin; -1: it is another answer. */
  #fetchItems(end: number): number {
    let at = 2
    while (isDigit(this.#text[at])) at += 1
    const isNumbered = at > 2
    if (isNumbered) this.#expect(SPACE, at)
    if (!isLetter(this.#text[isNumbered ? at + 1 : at])) throw new SessionLost('garbled')
    if (!isNumbered || this.#text.toString('latin1', at, at + 7).toUpperCase() !== ' FETCH ') return -1
    for (at += 7; at < end && this.#text[at] === SPACE;) at += 1
    this.#expect(PARENTHESIS, at)
    return at
  }

  #expect(byte: number, at: number): void {
    if (this.#text[at] !== byte) throw new SessionLost('garbled')
  }

  /** Without a body it is news of flags, and without a UID nobody can tell of which message. */
  #fetched(start: number, end: number): void {
    const items = this.#items
    items.read(this.#text, start, end)
    const { uid, flags, receivedAt, body, literals } = items
    if (literals !== this.#literals.length) throw new SessionLost('garbled')
    if (body === null || uid === 0) return
    const raw = body.kind === 'literal' ? this.#literal(body.index) : body.bytes
    if (raw.length > this.bodyMax) throw new SessionLost('garbled')
    this.#answers.message({ uid, flags, receivedAt, raw })
  }

  #literal(index: number): Buffer {
    return this.#room.subarray(index === 0 ? 0 : this.#literals[index - 1], this.#literals[index])
  }
}

/** At least twice the room, with what was in it. */
function larger(room: Buffer, filled: number, wanted: number): Buffer {
  const made = Buffer.allocUnsafeSlow(Math.max(wanted, room.length * 2))
  room.copy(made, 0, 0, filled)
  return made
}
