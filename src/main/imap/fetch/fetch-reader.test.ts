import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SessionLost } from '../problems.ts'
import { FetchReader } from './fetch-reader.ts'
import { ANSWER_LINE_BYTES, OTHER_LITERALS_BYTES } from './limits.ts'

/** Everything that the reader tells, as plain values; a message's bytes as text of one letter a byte. */
type Event = readonly [kind: 'message' | 'untagged' | 'tagged' | 'continuation' | 'lost', ...facts: unknown[]]

const BODY_MAX = 100

function read(pieces: readonly Buffer[], bodyMax = BODY_MAX): Event[] {
  const events: Event[] = []
  const reader = new FetchReader({
    message: ({ uid, flags, receivedAt, raw }) => { events.push(['message', uid, flags.join(' '), receivedAt, raw.toString('latin1')]) },
    untagged: (text) => { events.push(['untagged', text]) },
    tagged: (tag, text) => { events.push(['tagged', tag, text]) },
    continuation: () => { events.push(['continuation']) },
  })
  reader.bodyMax = bodyMax
  try {
    for (const piece of pieces) reader.feed(piece)
    if (!reader.isBetweenAnswers) events.push(['lost', 'in the middle'])
  } catch (error) {
    events.push(['lost', error instanceof SessionLost ? error.problem : error])
  }
  return events
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const readText = (text: string): Event[] => read([bytes(text)])

const at = Date.UTC(2026, 0, 5, 9, 0, 0)
const DATE = 'INTERNALDATE "05-Jan-2026 10:00:00 +0100"'
const message = (change: { uid?: number; flags?: string; at?: number | null; raw?: string } = {}): Event =>
  ['message', change.uid ?? 7, change.flags ?? '\\Seen', change.at === undefined ? at : change.at, change.raw ?? 'a\r\nb']
const GARBLED: Event = ['lost', 'garbled']

const understood = ([
  ['as Dovecot writes it', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {4}\r\na\r\nb)\r\n`, message()],
  ['the body first', `* 12 FETCH (BODY[]<0> {4}\r\na\r\nb FLAGS (\\Seen) UID 7 ${DATE})\r\n`, message()],
  ['in small letters', `* 12 fetch (uid 7 flags (\\Seen) ${DATE.toLowerCase()} body[]<0> {4}\r\na\r\nb)\r\n`, message()],
  ['without the origin of the part', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[] {4}\r\na\r\nb)\r\n`, message()],
  ['with the length of the part', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0.100> {4}\r\na\r\nb)\r\n`, message()],
  ['lines without a carriage return', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {4}\na\r\nb)\nF1 OK done\n`, message(), ['tagged', 'F1', 'OK done']],
  ['a binary literal', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> ~{4}\r\na\r\nb)\r\n`, message()],
  ['a literal that says that it does not wait', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {4+}\r\na\r\nb)\r\n`, message()],
  ['zeros before the size', `* 12 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {00004}\r\na\r\nb)\r\n`, message()],
  ['a message of no bytes', `* 1 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {0}\r\n)\r\n`, message({ raw: '' })],
  ['a message that is NIL', `* 1 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> nil)\r\n`, message({ raw: '' })],
  ['a message in quotes', `* 1 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> "a\\"\\\\ (b")\r\n`, message({ raw: 'a"\\ (b' })],
  ['an empty message in quotes', `* 1 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[] "")\r\n`, message({ raw: '' })],
  ['a message that looks like answers', `* 1 FETCH (UID 7 FLAGS () ${DATE} BODY[]<0> {25}\r\n)\r\nF1 OK\r\n* 2 FETCH {3}\r\n)\r\n`, message({ flags: '', raw: ')\r\nF1 OK\r\n* 2 FETCH {3}\r\n' })],
  ['items that nobody asked for', `* 1 FETCH (MODSEQ (12) X-GM-LABELS (a "b) {1}" ("c" d) {3}\r\n(") e) UID 7 EMAILID (M1) ENVELOPE ("x\\")" NIL) RFC822.SIZE 4 FLAGS (\\Seen) BODY[HEADER.FIELDS (TO CC)]<0> {2}\r\nno ${DATE} BODY[]<0> {4}\r\na\r\nb)\r\n`, message()],
  ['spaces where none belong', `* 1 FETCH  ( UID  7 FLAGS (\\Seen  $x ) ${DATE}  BODY[]<0>  {4}\r\na\r\nb ) \r\n`, message({ flags: '\\Seen $x' })],
  ['none where they belong', `* 1 FETCH (UID 7 FLAGS(\\Seen) ${DATE} BODY[]<0> {4}\r\na\r\nb)\r\n`, message()],
  ['a flag of the session', `* 1 FETCH (UID 7 FLAGS (\\Recent \\Seen) ${DATE} BODY[] "")\r\n`, message({ raw: '' })],
  ['without flags', `* 1 FETCH (UID 7 ${DATE} BODY[] "")\r\n`, message({ flags: '', raw: '' })],
  ['flags that are NIL', `* 1 FETCH (UID 7 FLAGS NIL ${DATE} BODY[] "")\r\n`, message({ flags: '', raw: '' })],
  ['without a date', '* 1 FETCH (UID 7 FLAGS (\\Seen) BODY[] "")\r\n', message({ at: null, raw: '' })],
  ['a date that is none', '* 1 FETCH (UID 7 FLAGS (\\Seen) INTERNALDATE "gisteren" BODY[] "")\r\n', message({ at: null, raw: '' })],
  ['a date that is NIL', '* 1 FETCH (UID 7 FLAGS (\\Seen) INTERNALDATE NIL BODY[] "")\r\n', message({ at: null, raw: '' })],
  ['the largest number', `* 1 FETCH (UID 4294967295 FLAGS (\\Seen) ${DATE} BODY[] "")\r\n`, message({ uid: 4_294_967_295, raw: '' })],
  ['no number, or none that can be used', ['', 'UID 0 ', 'UID 4294967296 ', 'UID -7 ', 'UID "7" ', 'UID 99999999999999999999 '].map((uid) => `* 1 FETCH (${uid}FLAGS () BODY[] "")\r\n`).join('')],
  ['news of flags', '* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 8 FLAGS (\\Deleted) MODSEQ (9))\r\n* 2 FETCH ()\r\n'],
  ['other news', '* 3 EXISTS\r\n* 1 EXPUNGE\r\n* 0 RECENT\r\n* VANISHED 1:3\r\n* OK still here\r\n* BYE going\r\n\r\n* FLAGS (\\Seen)\r\n* 3 FETCHED\r\n',
    ...['3 EXISTS', '1 EXPUNGE', '0 RECENT', 'VANISHED 1:3', 'OK still here', 'BYE going', 'FLAGS (\\Seen)', '3 FETCHED'].map((text): Event => ['untagged', text])],
  ['words of a person that end in braces', '* OK see {5}\r\n* bye {3}\r\nF1 NO {9}\r\n+ {4}\r\n', ['untagged', 'OK see {5}'], ['untagged', 'bye {3}'], ['tagged', 'F1', 'NO {9}'], ['continuation']],
  ['a name that is a literal', '* LIST () "/" {4}\r\na{1}\r\n* 1 EXISTS\r\n', ['untagged', 'LIST () "/" {4}\r\n'], ['untagged', '1 EXISTS']],
  ['continuations', '+ \r\n+\r\n+ go on\r\n', ['continuation'], ['continuation'], ['continuation']],
] satisfies (readonly [name: string, text: string, ...events: Event[]])[]).map(([name, text, ...events]) => ({ name, text, events }))

describe('answers', () => {
  test.each(understood)('$name', ({ text, events }) => {
    expect(readText(text)).toEqual(events)
  })

  test.each(understood)('$name, cut at every byte, and byte by byte', ({ text, events }) => {
    const whole = bytes(text)
    for (let cut = 0; cut <= whole.length; cut += 1) expect(read([whole.subarray(0, cut), whole.subarray(cut)])).toEqual(events)
    expect(read(Array.from(whole, (byte) => Buffer.of(byte)))).toEqual(events)
  })

  test('equal flags are shared', () => {
    const seen = new Set<readonly string[]>()
    const nothing = (): void => undefined
    const reader = new FetchReader({ message: ({ flags }) => { seen.add(flags) }, untagged: nothing, tagged: nothing, continuation: nothing })
    for (let uid = 1; uid <= 4_000; uid += 1) reader.feed(bytes(`* 1 FETCH (UID ${uid} FLAGS (\\Seen $label${uid % 3}) BODY[] "")\r\n`))
    expect(seen.size).toBe(3)
  })
})

describe('garbage', () => {
  const start = '* 1 FETCH (UID 7 FLAGS (\\Seen)'
  test.each([
    ')\r\n', '*\r\n', ' OK\r\n', '\u0000\u0001\n',
    '* 1 FETCH UID 7\r\n', '* 1 FETCH NIL\r\n', '* 1 FETCH (\r\n', '* 1 FETCH (UID)\r\n', '* 1 FETCH (UID 7\r\n', '* 1 FETCH (UID 7))\r\n', '* 1 FETCH (UID 7) x\r\n', '* 1 FETCH ((UID 7))\r\n',
    `${start} BODY[ "")\r\n`, `${start} BODY[])\r\n`, `${start} BODY[]<0> (a))\r\n`, `${start} BODY[]<0> a)\r\n`, `${start} BODY[]<5> "")\r\n`, `${start} BODY[]<x> "")\r\n`, `${start} BODY[] "a)\r\n`,
    `${start} BODY[] "a\\")\r\n`, `${start} X (a ("b))\r\n`, `${start} X (a {b))\r\n`, `${start} X {a} BODY[] "")\r\n`, `${start} X ~b BODY[] "")\r\n`,
    // Another size than announced.
    `${start} BODY[] {3}\r\nabcd)\r\n`, `${start} BODY[] {3}\r\nab)\r\n* 2 EXISTS\r\n`, `${start} BODY[] {3}\r\nabc\r\n)\r\n`,
    // Literals where none can be, so that they cannot be told apart.
    `${start} BODY[{1}\r\na] {1}\r\nb)\r\n`, `${start} X "{1}\r\na" BODY[] {1}\r\nb)\r\n`, `${start} X{1}\r\na BODY[] {1}\r\nb)\r\n`,
  ])('%j', (text) => {
    expect(readText(text).at(-1)).toEqual(GARBLED)
  })

  test('more of a message than was asked for', () => {
    const answer = (size: number): Event[] => readText(`* 1 FETCH (UID 7 BODY[] {${size}}\r\n${'a'.repeat(size)})\r\n`)
    expect(answer(BODY_MAX).map(([kind]) => kind)).toEqual(['message'])
    expect(answer(BODY_MAX + 1)).toEqual([GARBLED])
    expect(readText(`* 1 FETCH (UID 7 BODY[] "${'a'.repeat(BODY_MAX + 1)}")\r\n`)).toEqual([GARBLED])
  })

  test('much more is refused before it comes', () => {
    for (const size of [BODY_MAX + OTHER_LITERALS_BYTES + 1, Number.MAX_SAFE_INTEGER, '9'.repeat(400)]) {
      expect(readText(`* 1 FETCH (UID 7 BODY[] {${size}}\r\n`)).toEqual([GARBLED])
    }
    const many = `X {${OTHER_LITERALS_BYTES / 2}}\r\n${'a'.repeat(OTHER_LITERALS_BYTES / 2)} `.repeat(3)
    expect(readText(`* 1 FETCH (${many})\r\n`)).toEqual([GARBLED])
  })

  test('a line that does not end', () => {
    const piece = Buffer.alloc(ANSWER_LINE_BYTES / 16, 'a')
    expect(read([bytes('* '), ...Array.from({ length: 16 }, () => piece)])).toEqual([GARBLED])
    expect(read([bytes('* 1 FETCH (X '), Buffer.alloc(ANSWER_LINE_BYTES / 2, '('), bytes('\r\n')])).toEqual([GARBLED])
  })
})

/** A message in one of the many ways in which servers write it. */
const fetched = fc.record({
  uid: fc.integer({ min: 1, max: 0xffff_ffff }), flags: fc.subarray(['\\Seen', '\\Flagged', '$Forwarded', 'NonJunk']),
  raw: fc.oneof(fc.uint8Array({ maxLength: BODY_MAX }).map((raw) => Buffer.from(raw)), fc.constantFrom('', ')\r\n', '{5}\r\n', '* 1 FETCH (').map(bytes)),
  form: fc.constantFrom('{', '~{'), order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), eol: fc.constantFrom('\r\n', '\n'),
})
type Fetched = typeof fetched extends fc.Arbitrary<infer One> ? One : never

function written({ uid, flags, raw, form, order, eol }: Fetched): Buffer {
  const items = [
    bytes(`UID ${uid}`), bytes(`FLAGS (${flags.join(' ')})`), bytes(DATE), Buffer.concat([bytes(`BODY[]<0> ${form}${raw.length}}${eol}`), raw]),
    bytes('X-UNKNOWN ("a)" (b) NIL)'), bytes(`X-OTHER {2}${eol}()`),
  ]
  const inOrder = order.flatMap((index, place) => [...(place === 0 ? [] : [bytes(' ')]), items[index] ?? bytes('')])
  return Buffer.concat([bytes('* 1 FETCH ('), ...inOrder, bytes(`)${eol}`)])
}

test('whatever is written and however it is cut: the same messages come out', () => {
  fc.assert(fc.property(fc.array(fetched, { minLength: 1, maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (messages, sizes) => {
    const whole = Buffer.concat(messages.flatMap((one) => [written(one), bytes('* 3 EXISTS\r\n')]))
    const pieces: Buffer[] = []
    for (let start = 0, turn = 0; start < whole.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1
      pieces.push(whole.subarray(start, start + size))
      start += size
    }
    const expected = messages.flatMap(({ uid, flags, raw }): Event[] =>
      [['message', uid, flags.join(' '), at, raw.toString('latin1')], ['untagged', '3 EXISTS']])
    expect(read(pieces)).toEqual(expected)
  }))
})
