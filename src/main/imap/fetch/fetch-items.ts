import { SessionLost } from '../problems.ts'
import { FLAG_SETS_KEPT } from './limits.ts'
import { internalDate } from './internal-date.ts'

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const OPEN = 0x28
const CLOSE = 0x29
const PLUS = 0x2b
const ZERO = 0x30
const NINE = 0x39
const ORIGIN = 0x3c
const SECTION = 0x5b
const SECTION_END = 0x5d
const BACKSLASH = 0x5c
const LITERAL = 0x7b
const LITERAL_END = 0x7d
const BINARY = 0x7e

const NOT_IN_NAMES: ReadonlySet<number> = new Set([QUOTE, CLOSE, LITERAL, BACKSLASH])
const isLetter = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

const UID_MAX = 0xffff_ffff

/** `\Recent` belongs to a session, not to a message. */
const NO_FLAGS: ReadonlySet<string> = new Set(['', '\\recent', 'nil'])

/** Servers are freer than RFC 9051 allows, but what has another meaning is no part of a flag. */
const FLAG = /^\\?[^"({\\]+$/

export type Body =
  /** Which of the literals of the answer it is, counted from 0. */
  | { readonly kind: 'literal'; readonly index: number }
  | { readonly kind: 'inline'; readonly bytes: Buffer }

type Value = 'list' | 'quoted' | 'literal' | 'atom'

/**
 * The items of one FETCH answer (RFC 9051 section 7.5.2): `(UID 7 FLAGS (\Seen) BODY[]<0> {123}CRLF)`, read over the bytes of its
 * text, from which the literals were taken out. In any order; what nobody asked for is passed over. One for a whole line:
 * reading an answer overwrites what was read before.
 */
export class FetchItems {
  /** 0: none that can be used. */
  uid = 0
  flags: readonly string[] = []
  receivedAt: number | null = null
  body: Body | null = null
  /** How many literals were passed. */
  literals = 0
  readonly #flagSets = new Map<string, readonly string[]>()
  #text: Buffer = Buffer.alloc(0)
  #at = 0
  #end = 0
  /** The value that was read last, without its quotes or parentheses. */
  #start = 0
  #stop = 0

  /** Reads from the parenthesis at `start`. Throws `SessionLost` for what is no list of items. */
  read(text: Buffer, start: number, end: number): void {
    this.uid = 0
    this.flags = []
    this.receivedAt = null
    this.body = null
    this.#text = text
    this.#at = start
    this.#end = end
    this.literals = 0
    this.#expect(OPEN)
    this.#skipSpaces()
    while (this.#peek() !== CLOSE) {
      this.#item()
      this.#skipSpaces()
    }
    this.#at += 1
    this.#skipSpaces()
    if (this.#at !== end) throw new SessionLost('garbled')
  }

  #item(): void {
    const start = this.#at
    this.#name()
    const stop = this.#at
    this.#skipSpaces()
    const value = this.#value()
    if (this.#isNamed('UID', start, stop)) this.uid = value === 'atom' ? this.#number() : 0
    else if (this.#isNamed('FLAGS', start, stop)) this.flags = this.#flags(value)
    else if (this.#isNamed('INTERNALDATE', start, stop)) this.receivedAt = value === 'quoted' ? internalDate(this.#words()) : null
    else if (this.#startsWith('BODY[]', start, stop)) this.#takeBody(value, this.#text.toString('latin1', start + 6, stop))
  }

  /** Such as `X-GM-MSGID` and `BODY[HEADER.FIELDS (SUBJECT)]<0>`. */
  #name(): void {
    if (!isLetter(this.#peek())) throw new SessionLost('garbled')
    for (let byte = this.#peek(); byte !== SPACE && byte !== OPEN; byte = this.#peek()) {
      if (byte < SPACE || NOT_IN_NAMES.has(byte)) throw new SessionLost('garbled')
      if (byte === ORIGIN && this.#text[this.#at - 1] !== SECTION_END) throw new SessionLost('garbled')
      this.#at += 1
      if (byte === SECTION) this.#section()
    }
  }

  #section(): void {
    if (this.#peek() === SPACE) throw new SessionLost('garbled')
    for (let byte = this.#peek(); byte !== SECTION_END; byte = this.#peek()) {
      if (byte < SPACE || byte === SECTION) throw new SessionLost('garbled')
      this.#at += 1
    }
    this.#at += 1
  }

  #value(): Value {
    switch (this.#peek()) {
      case OPEN: return this.#list()
      case QUOTE: return this.#quoted()
      case BINARY:
        this.#at += 1
        return this.#literal()
      case LITERAL: return this.#literal()
      default: return this.#atom()
    }
  }

  #atom(): Value {
    this.#start = this.#at
    for (let byte = this.#peek(); byte !== SPACE && byte !== OPEN && byte !== CLOSE && byte !== LITERAL && byte !== LF; byte = this.#peek()) this.#at += 1
    this.#stop = this.#at
    if (this.#stop === this.#start) throw new SessionLost('garbled')
    return 'atom'
  }

  #quoted(): Value {
    this.#at += 1
    this.#start = this.#at
    for (let byte = this.#peek(); byte !== QUOTE; byte = this.#peek()) {
      if (byte === LF) throw new SessionLost('garbled')
      this.#at += byte === BACKSLASH ? 2 : 1
    }
    this.#stop = this.#at
    this.#at += 1
    return 'quoted'
  }

  /** Only the announcement is in the text, with its line end: `{123}`, or `{123+}`. */
  #literal(): Value {
    this.#expect(LITERAL)
    while (this.#peek() >= ZERO && this.#peek() <= NINE) this.#at += 1
    if (this.#peek() === PLUS) this.#at += 1
    this.#expect(LITERAL_END)
    if (this.#peek() === CR) this.#at += 1
    this.#expect(LF)
    this.literals += 1
    return 'literal'
  }

  #list(): Value {
    const start = this.#at + 1
    let depth = 0
    do {
      switch (this.#peek()) {
        case OPEN: depth += 1; this.#at += 1; break
        case CLOSE: depth -= 1; this.#at += 1; break
        case QUOTE: this.#quoted(); break
        case LITERAL: this.#literal(); break
        default: this.#at += 1
      }
    } while (depth > 0)
    this.#start = start
    this.#stop = this.#at - 1
    return 'list'
  }

  /** More than once: the last one counts, and the library takes it so too. */
  #takeBody(value: Value, partial: string): void {
    // Another part of the message than was asked for would end up in the wrong place.
    if (!/^(?:<0(?:\.\d+)?>)?$/.test(partial)) throw new SessionLost('garbled')
    switch (value) {
      case 'literal': this.body = { kind: 'literal', index: this.literals - 1 }; break
      case 'quoted': this.body = { kind: 'inline', bytes: this.#unquoted() }; break
      case 'atom':
        if (!this.#isNamed('NIL', this.#start, this.#stop)) throw new SessionLost('garbled')
        this.body = { kind: 'inline', bytes: Buffer.alloc(0) }
        break
      case 'list': throw new SessionLost('garbled')
    }
  }

  #unquoted(): Buffer {
    const bytes = Buffer.alloc(this.#stop - this.#start)
    let length = 0
    for (let at = this.#start; at < this.#stop; at += 1) {
      if (this.#text[at] === BACKSLASH) at += 1
      bytes[length] = this.#text[at] ?? 0
      length += 1
    }
    return bytes.subarray(0, length)
  }

  #flags(value: Value): readonly string[] {
    if (value !== 'list') return []
    const text = this.#words()
    const known = this.#flagSets.get(text)
    if (known !== undefined) return known
    if (this.#flagSets.size >= FLAG_SETS_KEPT) this.#flagSets.clear()
    const flags = [...new Set(text.split(' '))].filter((flag) => !NO_FLAGS.has(flag.toLowerCase()))
    if (!flags.every((flag) => FLAG.test(flag))) throw new SessionLost('garbled')
    this.#flagSets.set(text, flags)
    return flags
  }

  #number(): number {
    let number = 0
    for (let at = this.#start; at < this.#stop; at += 1) {
      const byte = this.#text[at] ?? 0
      if (byte < ZERO || byte > NINE || number > UID_MAX) return 0
      number = number * 10 + byte - ZERO
    }
    return number > UID_MAX ? 0 : number
  }

  #words(): string {
    return this.#text.toString('utf8', this.#start, this.#stop)
  }

  #isNamed(name: string, start: number, stop: number): boolean {
    return stop - start === name.length && this.#startsWith(name, start, stop)
  }

  /** `name` in capitals; letters of either case match. */
  #startsWith(name: string, start: number, stop: number): boolean {
    if (stop - start < name.length) return false
    for (let index = 0; index < name.length; index += 1) {
      const byte = this.#text[start + index] ?? 0
      if ((byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte) !== name.charCodeAt(index)) return false
    }
    return true
  }

  #skipSpaces(): void {
    while (this.#at < this.#end && this.#text[this.#at] === SPACE) this.#at += 1
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) throw new SessionLost('garbled')
    this.#at += 1
  }

  #peek(): number {
    if (this.#at >= this.#end) throw new SessionLost('garbled')
    return this.#text[this.#at] ?? 0
  }
}
