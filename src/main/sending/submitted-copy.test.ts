import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageIdAt } from '../../shared/mail/message-id.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'
import { decodeWords } from '../mime/encoded-words.ts'
import { headerValues } from '../mime/header-fields.ts'
import { writeMessage } from '../mime/write.ts'
import { submittedCopy, type Marker, type Marking } from './submitted-copy.ts'

const HOST = 'smtp.aanbieder.test'
const to = ['h.bakker@mailbox.test']
const sms: Marker = { kind: 'subject', text: 'SMS 0612345678', position: 'start' }
const header: Marker = { kind: 'header', name: 'zivver-access-right', value: 'h.bakker@mailbox.test sms +31612345678' }

/** As a blob is read: piece by piece, later. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve()
    yield bytes.subarray(at, at + size)
  }
}

async function mark(raw: string | Uint8Array, markers: readonly Marker[], { host = HOST, recipients = to, pieceBytes = 700 } = {}) {
  const bytes = Buffer.from(raw)
  const marking: Marking = { host: HOST, markers }
  const marked = await submittedCopy({ sizeBytes: bytes.length, pieces: inPieces(bytes, pieceBytes) }, marking, { connectedHost: host, to: recipients })
  if (marked.kind === 'refused') return marked.why
  const pieces: Uint8Array[] = []
  for await (const piece of marked.copy.pieces) pieces.push(piece)
  const copy = Buffer.concat(pieces)
  expect(marked.copy.sizeBytes).toBe(copy.length)
  return copy.toString('latin1')
}

const message = (subject: string | null, body = 'Goedemorgen\r\n'): string => [
  'From: Anja <anja@delinde.test>', 'To: h.bakker@mailbox.test', ...(subject === null ? [] : [`Subject:${subject}`]), 'Message-ID: <een@delinde.test>', 'Reply-To: praktijk@delinde.test',
  'References: <nul@mailbox.test>', '', body,
].join('\r\n')

describe('a trigger in the subject', () => {
  test.each<readonly [string, string | null, Marker, string]>([
    ['stands in front', ' Uitslag', sms, ' SMS 0612345678 Uitslag'],
    ['stands behind', ' Uitslag', { ...sms, position: 'end' }, ' Uitslag SMS 0612345678'],
    ['is the subject where there is none', ' ', sms, ' SMS 0612345678'],
    ['makes a subject where the field is missing', null, sms, ' SMS 0612345678'],
    ['has a line of its own beside a long one', ` ${'a'.repeat(60)}`, sms, ` SMS 0612345678\r\n ${'a'.repeat(60)}`],
    ['has one behind a long one', ` ${'a'.repeat(60)}`, { ...sms, position: 'end' }, ` ${'a'.repeat(60)}\r\n SMS 0612345678`],
    ['leaves folds and encoded words as they are', ' =?UTF-8?Q?Caf=C3=A9?=\r\n =?UTF-8?Q?_over?=', sms, ' SMS 0612345678 =?UTF-8?Q?Caf=C3=A9?=\r\n =?UTF-8?Q?_over?='],
    ['leaves a fold at the beginning', '\r\n Uitslag', sms, ' SMS 0612345678\r\n Uitslag'],
    ['takes the place of one that was typed, whatever its number', ' @SMS 06-8765 4321 Uitslag', sms, ' SMS 0612345678 Uitslag'],
    ['takes the place of one that was typed and encoded', ' =?UTF-8?Q?SMS_0687654321_Caf=C3=A9?=', sms, ' SMS 0612345678 =?UTF-8?Q?Caf=C3=A9?='],
    ['is all that is left of a subject that was one', ' veiligmailen', { kind: 'subject', text: 'veiligmailen', position: 'end' }, ' veiligmailen'],
    ['is not doubled where it was agreed and typed as well', ' [Veilig] Uitslag', { kind: 'subject', text: '[veilig]', position: 'start' }, ' [veilig] Uitslag'],
    ['lets a longer word be', ' Veiligheid', { kind: 'subject', text: 'veilig', position: 'start' }, ' veilig Veiligheid'],
  ])('%s', async (_, subject, marker, expected) => {
    const original = message(subject)
    const copy = await mark(original, [marker])
    const wanted = subject === null ? original.replace('\r\n\r\n', `\r\nSubject:${expected}\r\n\r\n`) : original.replace(`Subject:${subject}`, () => `Subject:${expected}`)
    expect(copy).toBe(wanted)
  })
})

test('a trigger in a header stands there once, below the other fields', async () => {
  const original = message(' Uitslag')
  expect(await mark(original, [header])).toBe(original.replace('\r\n\r\n', '\r\nzivver-access-right: h.bakker@mailbox.test sms +31612345678\r\n\r\n'))
})

test('a provider that is told nothing gets the message as it is, also for several (PV-04)', async () => {
  expect(await mark(message(' Uitslag'), [], { recipients: ['a@b.test', 'c@b.test'], host: 'elders.test' })).toBe(message(' Uitslag'))
})

describe('what cannot or must not be told is refused (RT-23, PV-02, PV-03, PV-04)', () => {
  test.each<readonly [string, string, readonly Marker[], object, string]>([
    ['another host than the provider’s', message(' A'), [sms], { host: 'mail.delinde.test' }, 'other-host'],
    ['a host that only begins like it', message(' A'), [sms], { host: `${HOST}.elders.test` }, 'other-host'],
    ['more than one recipient', message(' A'), [sms], { recipients: [...to, 'x@y.test'] }, 'several-recipients'],
    ['nobody', message(' A'), [sms], { recipients: [] }, 'several-recipients'],
    ['no header', 'zomaar tekst', [sms], {}, 'no-header'],
    ['a header without an end', 'From: a@b.test\r\nSubject: A\r\n', [sms], {}, 'no-header'],
    ['half a line end in the header', 'From: a@b.test\nBcc: x@y.test\r\nSubject: A\r\n\r\nb', [sms], {}, 'no-header'],
    ['a header without bounds', `From: a@b.test\r\nX: ${'y'.repeat(1_100_000)}\r\n\r\n`, [sms], {}, 'no-header'],
    ['two subjects', 'Subject: A\r\nSubject: B\r\n\r\n', [sms], {}, 'already-there'],
    ['a marker that is there already', message(' A').replace('From', 'Zivver-Access-Right: x\r\nFrom'), [header], {}, 'already-there'],
    ['a line break in a trigger', message(' A'), [{ ...sms, text: 'SMS\r\nBcc: x@y.test' }], {}, 'not-a-marker'],
    ['an encoded word as trigger', message(' A'), [{ ...sms, text: '=?UTF-8?Q?x?=' }], {}, 'not-a-marker'],
    ['a line break in a header', message(' A'), [{ ...header, value: 'a\nb' }], {}, 'not-a-marker'],
    ['letters that every server writes otherwise', message(' A'), [{ ...header, value: 'één' }], {}, 'not-a-marker'],
    ['a header that says who gets it', message(' A'), [{ ...header, name: 'Bcc' }], {}, 'not-a-marker'],
    ['a header that stands for proof (N-05)', message(' A'), [{ ...header, name: 'X-NTA7516' }], {}, 'not-a-marker'],
    ['a trigger that is longer than a line', message(' A'), [{ ...sms, text: 'x'.repeat(80) }], {}, 'too-long'],
    ['a header that is longer than a line', message(' A'), [{ ...header, value: 'x'.repeat(1_000) }], {}, 'too-long'],
  ])('%s', async (_, raw, markers, options, why) => {
    expect(await mark(raw, markers, options)).toBe(why)
  })
})

test('what breaks while the header is read breaks here, and the reading is ended', async () => {
  let isEnded = false
  async function* broken(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('From: a@b.test\r\n')
      await Promise.reject(new Error('disk'))
    } finally { isEnded = true }
  }
  await expect(submittedCopy({ sizeBytes: 100, pieces: broken() }, { host: HOST, markers: [sms] }, { connectedHost: HOST, to })).rejects.toThrow('disk')
  expect(isEnded).toBe(true)
})

const words = fc.array(fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('SMS 0612345678', '@sms 06-87654321', 'veiligmailen', 'Veilig mailen', '[veilig]', 'SMS', '0687654321', '=?UTF-8?Q?SMS_0687654321?=', 'Uitslag', ':', '  '),
), { maxLength: 8 }).map((list) => list.join(' ').replace(/[\r\n\0]/g, ' '))
const names = fc.string({ unit: 'grapheme', maxLength: 60 }).map((name) => name.replace(/[\r\n\0]/g, ' '))
const mobiles = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((digits) => `06${digits}`)
const markersFor = (mobile: string): fc.Arbitrary<Marker> => fc.constantFrom<Marker>(
  { kind: 'subject', text: `SMS ${mobile}`, position: 'start' }, { kind: 'subject', text: `SMS ${mobile}`, position: 'end' },
  { kind: 'subject', text: `@SMS +31${mobile.slice(1)}`, position: 'start' }, { kind: 'subject', text: 'veiligmailen', position: 'start' },
  { kind: 'subject', text: 'veilig mailen', position: 'end' }, { kind: 'subject', text: '[veilig]', position: 'start' },
  { kind: 'header', name: 'zivver-access-right', value: `h.bakker@mailbox.test sms +31${mobile.slice(1)}` }, { kind: 'header', name: 'X-Veilig', value: 'ja' },
)

/** Header lines but the subject's, folds included. */
const otherFields = (raw: string): string[] => (raw.slice(0, raw.indexOf('\r\n\r\n')) + '\r\n').split(/\r\n(?![ \t])/).filter((line) => !/^subject:/i.test(line))
const bodyOf = (raw: string): string => raw.slice(raw.indexOf('\r\n\r\n'))

const occurrences = (text: string, part: string): number => text.toLowerCase().split(part.toLowerCase()).length - 1

test('whatever the subject, the names and the number: one marker, no other field changed, the same body', async () => {
  await fc.assert(fc.asyncProperty(
    words, names, mobiles.chain((mobile) => markersFor(mobile)), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 4_000 }),
    async (subject, name, marker, text, pieceBytes) => {
      const written = await writeMessage({
        from: { name, address: 'anja@delinde.test' }, to: [{ name, address: 'h.bakker@mailbox.test' }], cc: [], subject, date: new Date(0),
        messageId: messageIdAt('delinde.test', 'een'), inReplyTo: messageIdAt('delinde.test', 'nul'), references: [messageIdAt('delinde.test', 'nul')], text, html: '', attachments: [],
      })
      if (written.kind !== 'written') throw new Error(written.field)
      const original = Buffer.from(written.raw).toString('latin1')
      const copy = await mark(original, [marker], { pieceBytes })
      expect(copy).toContain('\r\n\r\n')
      expect(bodyOf(copy)).toBe(bodyOf(original))
      expect(copy.slice(0, copy.indexOf('\r\n\r\n')).split('\r\n').every((line) => line.length <= 998 && line !== '' && !/^[ \t]+$/.test(line))).toBe(true)
      const [shown] = headerValues(Buffer.from(copy, 'latin1'), 'subject')
      const read = decodeWords(shown ?? '')
      if (marker.kind === 'header') {
        expect(otherFields(copy)).toEqual([...otherFields(original).filter((line) => line !== ''), `${marker.name}: ${marker.value}`, ''])
        expect(headerValues(Buffer.from(copy, 'latin1'), marker.name)).toEqual([marker.value])
      } else {
        expect(otherFields(copy)).toEqual(otherFields(original))
        expect(headerValues(Buffer.from(copy, 'latin1'), 'subject')).toHaveLength(1)
        expect(occurrences(read, marker.text)).toBe(1)
        expect(marker.position === 'start' ? shown?.startsWith(marker.text) : shown?.endsWith(marker.text)).toBe(true)
        // Without ours there is none left, not even one in pieces.
        const rest = read.replace(marker.text, '').trim()
        expect(withoutTriggers(rest)).toBe(rest)
      }
    },
  ))
})
