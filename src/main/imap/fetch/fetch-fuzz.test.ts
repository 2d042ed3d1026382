import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { FetchMessageObject, MailboxObject } from 'imapflow'
import { parser } from 'imapflow/lib/handler/imap-handler.js'
import { ImapStream } from 'imapflow/lib/handler/imap-stream.js'
import { formatMessageResponse } from 'imapflow/lib/tools.js'
import { expect, test } from 'vitest'
import { SessionLost } from '../problems.ts'
import { FetchReader } from './fetch-reader.ts'

/** What is kept of a message: equal for two readers that agree. */
interface Kept { readonly uid: number; readonly flags: string; readonly receivedAt: number | null; readonly raw: string }

const BODY_MAX = 200
const DATE = 'INTERNALDATE "05-Jan-2026 10:00:00 +0100"'

const honest: readonly string[] = [
  `* 1 FETCH (UID 7 FLAGS (\\Seen) ${DATE} BODY[]<0> {23}\r\nSubject: een\r\n\r\nHallo\r\n)\r\n`,
  `* 2 FETCH (FLAGS (\\Recent $x) BODY[]<0> {26}\r\n* 2 FETCH (UID 3)\r\nF1 OK\r\n ${DATE} UID 8)\r\n`,
  `* 3 FETCH (UID 9 MODSEQ (44) X-GM-LABELS ("a b" {3}\r\n")( c) FLAGS () ${DATE} BODY[]<0> "kort \\"ding\\"")\r\n`,
  `* 4 FETCH (UID 10 FLAGS (\\Answered \\Flagged) INTERNALDATE " 6-Feb-2025 01:02:03 -0330" ENVELOPE ("x" NIL (("a" NIL "b" "c"))) BODY[]<0> ~{5}\r\nab\0cd)\r\n`,
  '* 5 EXISTS\r\n', '* 1 EXPUNGE\r\n', '* 2 FETCH (FLAGS (\\Deleted))\r\n', '* OK [X {3}] bezig\r\n', '* VANISHED 1:4\r\n',
  `* 6 FETCH (UID 11 FLAGS (\\Seen) ${DATE} BODY[]<0> {0}\r\n)\r\n`, 'F1 OK [READ-ONLY] done\r\n', '+ go on\r\n',
]
const scraps = [
  '(', ')', '"', '\\', '[', ']', '{', '}', '{5}', '{5}\r\n', '~', '\r', '\n', '\r\n', ' ', '* ', '+', ' NIL ', 'NIL', '4294967296', '-1', '0', '\0', 'é', '<0>', '<5>', 'BODY[]', 'UID 3 ',
  '{99999999999999999999}\r\n', '* 1 FETCH (UID 4 BODY[] {2}\r\nab)\r\n', 'FLAGS (a) ', 'BODY[HEADER.FIELDS (A)] ', '((((((((', '\r\n* 9 FETCH (',
]

/** A piece cut out, a scrap put in, a piece said twice, a byte changed. */
const change = fc.record({ kind: fc.nat(3), at: fc.nat(2_000), length: fc.integer({ min: 1, max: 20 }), scrap: fc.constantFrom(...scraps), byte: fc.nat(255) })
const stream = fc.record({ answers: fc.array(fc.constantFrom(...honest), { minLength: 1, maxLength: 6 }), changes: fc.array(change, { minLength: 1, maxLength: 4 }) }).map(({ answers, changes }) => {
  let whole = Buffer.from(answers.join(''), 'latin1')
  for (const { kind, at, length, scrap, byte } of changes) {
    const start = at % (whole.length + 1)
    const end = Math.min(whole.length, start + length)
    const put = [Buffer.alloc(0), Buffer.from(scrap, 'latin1'), whole.subarray(start, end), Buffer.of(byte)][kind] ?? whole
    whole = Buffer.concat([whole.subarray(0, start), put, whole.subarray(kind === 0 || kind === 3 ? end : start)])
  }
  return whole
})

function read(whole: Buffer, pieceSize: number): { kept: Kept[]; events: number; problem: string | null } {
  const kept: Kept[] = []
  let events = 0
  const count = (): void => { events += 1 }
  const reader = new FetchReader({
    message: ({ uid, flags, receivedAt, raw }) => { kept.push({ uid, flags: flags.join(' '), receivedAt, raw: raw.toString('latin1') }) },
    untagged: count, continuation: count,
    // As the line does, which knows whom it asked.
    tagged: (tag) => {
      if (tag !== 'F1') throw new SessionLost('garbled')
      count()
    },
  })
  reader.bodyMax = BODY_MAX
  try {
    for (let at = 0; at < whole.length; at += pieceSize) reader.feed(whole.subarray(at, at + pieceSize))
  } catch (error) {
    if (!(error instanceof SessionLost)) throw error
    return { kept, events, problem: error.problem }
  }
  return { kept, events, problem: null }
}

test('twisted answers end in answers or in garbage, the same whichever way they are cut', () => {
  fc.assert(fc.property(stream, fc.integer({ min: 1, max: 40 }), (whole, pieceSize) => {
    const { kept, events, problem } = read(whole, whole.length || 1)
    return (problem === null || problem === 'garbled') && kept.length + events <= whole.length
      && kept.every(({ uid, raw }) => uid >= 1 && uid <= 0xffff_ffff && raw.length <= BODY_MAX)
      && isDeepStrictEqual(read(whole, pieceSize), { kept, events, problem })
  }), { numRuns: 20_000 })
})

/** What the library keeps of the same bytes, up to the first answer that it cannot read. */
async function libraryKeeps(whole: Buffer): Promise<Kept[]> {
  const kept: Kept[] = []
  const answers = new ImapStream({ logger: false, secureConnection: true })
  answers.on('error', () => undefined)
  answers.end(whole)
  try {
    for await (const answer of answers as AsyncIterable<{ payload: Buffer; literals: Buffer[]; next: () => void }>) {
      const parsed = await parser(answer.payload, { literals: answer.literals })
      if (parsed.tag === '*' && /^\d+$/.test(parsed.command ?? '') && isFetch(parsed.attributes?.[0])) kept.push(...keptOf(await formatMessageResponse(parsed, noMailbox)))
      answer.next()
    }
  } catch {
    // Here the line would be lost, or an answer skipped.
  }
  return kept
}

const isFetch = (attribute: unknown): boolean =>
  typeof attribute === 'object' && attribute !== null && 'value' in attribute && typeof attribute.value === 'string' && attribute.value.toUpperCase() === 'FETCH'

/** NIL comes as false. */
const textOf = (source: unknown): string => (Buffer.isBuffer(source) ? source.toString('latin1') : '')

const noMailbox = {} as MailboxObject

/** Their types promise a UID where there may be none. */
function keptOf({ uid, flags, internalDate, source }: Partial<FetchMessageObject>): Kept[] {
  if (uid === undefined || source === undefined) return []
  const own = [...flags ?? []].filter((flag) => flag !== '' && flag.toLowerCase() !== '\\recent')
  return [{ uid, flags: own.join(' '), receivedAt: internalDate instanceof Date ? internalDate.getTime() : null, raw: textOf(source) }]
}

/** The library turns 31 February into a day of March, brackets in a flag into a section, and quoted bytes that are no UTF-8 into other characters. */
function asLibrary(ours: Kept, theirs: Kept): Kept {
  const text = (raw: string): string => Buffer.from(raw, 'latin1').toString('utf8')
  return {
    ...ours, flags: ours.flags.includes('[') ? theirs.flags : ours.flags,
    receivedAt: ours.receivedAt === null ? theirs.receivedAt : ours.receivedAt,
    raw: text(ours.raw) === text(theirs.raw) ? theirs.raw : ours.raw,
  }
}

/** The library takes the words of a person for the start of a literal when they end so. */
const BRACES_IN_WORDS = /^(?:\+|\* (?:OK|NO|BAD|BYE|PREAUTH) |F1 )[^\n]*\{\d+\}\r?\n/im

test('of answers that nobody twisted both keep everything', async () => {
  const whole = Buffer.from(honest.join(''), 'latin1')
  const { kept } = read(whole, whole.length)
  expect(kept.map(({ uid }) => uid)).toEqual([7, 8, 9, 10, 11])
  expect(await libraryKeeps(whole.subarray(0, whole.indexOf('* OK [X')))).toEqual(kept.slice(0, 4))
})

test('what is kept of twisted answers is what the library keeps', async () => {
  let compared = 0
  await fc.assert(fc.asyncProperty(stream, async (whole) => {
    fc.pre(!BRACES_IN_WORDS.test(whole.toString('latin1')))
    const { kept } = read(whole, whole.length || 1)
    const theirs = await libraryKeeps(whole)
    const both = theirs.slice(0, kept.length)
    compared += both.length
    expect(kept.slice(0, both.length).map((one, index) => asLibrary(one, both[index] ?? one))).toEqual(both)
  }), { numRuns: 2_000 })
  expect(compared).toBeGreaterThan(500)
})
