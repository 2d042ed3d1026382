import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENCODE_PIECE_BYTES, MAX_OUTGOING_BYTES } from '../../shared/limits.ts'
import { cleanName } from '../../shared/mail/address.ts'
import { safeFileName } from '../../shared/mail/file-name.ts'
import { readMessage, readPart } from './read.ts'
import { writeMessage } from './write.ts'
import type { OutgoingMessage } from './write.ts'

const letter: OutgoingMessage = {
  from: { name: 'Anja de Vries', address: 'anja@delinde.test' }, to: [{ name: '', address: 'info@apotheekzuid.test' }], cc: [], subject: 'Herhaalrecept patiënt',
  date: new Date('2026-03-02T08:12:00Z'), messageId: 'k3j4@delinde.test', text: 'Beste Mia,\n\nHet recept ligt klaar.\n-- \nAnja', html: '', attachments: [],
}

async function write(changes: Partial<OutgoingMessage> = {}): Promise<Uint8Array> {
  const written = await writeMessage({ ...letter, ...changes })
  if (written.kind === 'refused') expect.fail(`refused: ${written.field} ${written.why}`)
  return written.raw
}

/** Large enough to go in pieces, and not to be encoded. */
const cleanMail = Buffer.from(`Subject: Doorgestuurd\r\n\r\n${'Een regel van een brief.\r\n'.repeat(ENCODE_PIECE_BYTES / 20)}`)

const headerOf = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1').split('\r\n\r\n', 1)[0] ?? ''

describe('writeMessage', () => {
  test('says who, to whom and when, and nothing of client or host (NTA-6.1.11)', async () => {
    const raw = await write({ cc: [{ name: 'Bas', address: 'bas@delinde.test' }], sender: { name: '', address: 'mia@delinde.test' }, inReplyTo: 'een@x.test', references: ['nul@x.test', 'een@x.test'] })
    const names = headerOf(raw).split(/\r\n(?! )/).map((line) => line.slice(0, line.indexOf(':'))).sort()
    expect(names).toEqual([
      'Cc', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'From', 'In-Reply-To', 'MIME-Version', 'Message-ID', 'References', 'Sender', 'Subject', 'To',
    ])
    expect(Buffer.from(raw).toString()).not.toMatch(/nodemailer|_NmP|x-mailer|user-agent|localhost/i)
    expect(headerOf(raw)).toContain('Date: Mon, 02 Mar 2026 08:12:00 +0000')
  })

  test('writes plain text as one part', async () => {
    expect(readMessage(await write())).toMatchObject({ text: letter.text, html: null, attachments: [] })
  })

  test.each(['text', 'html'] as const)('a message of %s alone keeps the line end of its last line', async (form) => {
    expect(readMessage(await write({ text: '', html: '', [form]: 'een\n' }))[form]).toBe('een\n')
  })

  test('puts images in the page, files beside it', async () => {
    const raw = await write({
      html: '<p>Zie <img src="cid:logo@delinde.test"></p>',
      attachments: [
        { name: 'logo.png', type: 'image/png', content: Uint8Array.of(1, 2), contentId: 'logo@delinde.test' },
        { name: 'uitslag "mevrouw ë".pdf', type: 'application/pdf', content: Uint8Array.of(3) },
        { name: '', type: 'niets', content: new Uint8Array(0) },
      ],
    })
    expect(readMessage(raw).attachments.map(({ name, type, inline }) => [name, type, inline])).toEqual([
      ['logo.png', 'image/png', true], ['uitslag _mevrouw ë_.pdf', 'application/pdf', false], ['bijlage.bin', 'application/octet-stream', false],
    ])
  })

  test('mail within mail goes as mail only if every server carries it as it is', async () => {
    const attach = async (content: string) => {
      const raw = await write({ attachments: [{ name: 'bericht.eml', type: 'message/rfc822', content: Buffer.from(content) }] })
      const [attachment] = readMessage(raw).attachments
      const part = readPart(raw, attachment?.partId ?? '')
      return [attachment?.type, part.kind === 'part' ? Buffer.from(part.bytes).toString() : '']
    }
    for (const content of ['Subject: a\r\n\r\nb\r\n', '--=_\r\n']) expect((await attach(content))[0]).toBe('message/rfc822')
    for (const content of ['Subject: ë\r\n\r\n', 'Subject: a\n\nb\n', 'Subject: a', 'a\rb\r\n', `${'x'.repeat(1_000)}\r\n`, 'a\0\r\n']) {
      expect(await attach(content)).toEqual(['application/octet-stream', content])
    }
  })

  test('keeps to seven bits, short lines and whole line ends', async () => {
    const raw = await write({ text: `${'é'.repeat(3_000)}\nlos\rregel\n.\nFrom hier\0`, html: `<p>${'x'.repeat(5_000)}</p>`, subject: 'y'.repeat(900) })
    for (const line of Buffer.from(raw).toString('latin1').split('\r\n')) expect(line).toMatch(/^[\t -~]{0,998}$/)
    expect(readMessage(raw).headers.subject).toBe('y'.repeat(900))
    expect(readMessage(raw).text).toBe(`${'é'.repeat(3_000)}\nlos\nregel\n.\nFrom hier`)
  })
})

test.each([0, 1, 2, 3])('a file that is encoded in pieces is the file that it was (%i bytes more)', async (more) => {
  const content = randomBytes(2 * ENCODE_PIECE_BYTES + more)
  const raw = await write({ attachments: [{ name: 'groot.pdf', type: 'application/pdf', content }, { name: 'mail.eml', type: 'message/rfc822', content: cleanMail }] })
  const { attachments } = readMessage(raw)
  expect(attachments.map(({ type }) => type)).toEqual(['application/pdf', 'message/rfc822'])
  const parts = attachments.map(({ partId }) => readPart(raw, partId))
  expect(parts.map((part) => part.kind === 'part' && Buffer.from(part.bytes).equals(part.type === 'application/pdf' ? content : cleanMail))).toEqual([true, true])
  expect(Math.max(...Buffer.from(raw).toString('latin1').split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
})

describe('what could break out of a header is refused, and nothing is written', () => {
  const bad = '\r\nBcc: dief@vals.test'
  const address = { name: '', address: 'a@b.test' }
  test.each<[string, Partial<OutgoingMessage>, string]>([
    ['subject', { subject: `Uitslag${bad}` }, 'line-break'],
    ['subject', { subject: 'a\0b' }, 'line-break'],
    ['from', { from: { name: `A${bad}`, address: 'a@b.test' } }, 'line-break'],
    ['from', { from: { name: 'A', address: '' } }, 'not-an-address'],
    ['to', { to: [address, { name: '', address: `a@b.test${bad}` }] }, 'line-break'],
    ['to', { to: [{ name: '', address: 'a@b.test, c@d.test' }] }, 'not-an-address'],
    ['to', { to: [{ name: '', address: 'zoë@b.test' }] }, 'not-an-address'],
    ['cc', { cc: [{ name: 'n'.repeat(300), address: 'a@b.test' }] }, 'too-large'],
    ['sender', { sender: { name: '', address: 'a@b' } }, 'not-an-address'],
    ['message-id', { messageId: `a@b.test>${bad}` }, 'not-an-id'],
    ['message-id', { messageId: 'zonder apenstaart' }, 'not-an-id'],
    ['references', { inReplyTo: `a@b.test${bad}` }, 'not-an-id'],
    ['references', { references: ['a@b.test', 'c d@e.test'] }, 'not-an-id'],
    ['attachment', { attachments: [{ name: `a.pdf${bad}`, type: 'application/pdf', content: new Uint8Array(1) }] }, 'line-break'],
    ['attachment', { attachments: [{ name: 'a.pdf', type: `application/pdf${bad}`, content: new Uint8Array(1) }] }, 'line-break'],
    ['attachment', { attachments: [{ name: 'a.png', type: 'image/png', content: new Uint8Array(1), contentId: 'a b' }] }, 'not-an-id'],
  ])('%s of %j', async (field, changes, why) => {
    expect(await writeMessage({ ...letter, ...changes })).toEqual({ kind: 'refused', field, why })
  })

  test('more than any provider takes', async () => {
    const content = new Uint8Array(MAX_OUTGOING_BYTES)
    expect(await writeMessage({ ...letter, attachments: [{ name: 'a.bin', type: '', content }] })).toEqual({ kind: 'refused', field: 'size', why: 'too-large' })
  })
})

describe('what is written is read back the same', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 300 }),
    fc.array(fc.constantFrom('=?', '?=', '=?utf-8?q?x?=', ' ', '  ', 'é', '€', '🦷', '"', '\\', ',', '<', '(', 'Re: ', '\t', 'a', '.', '=', '_', 'verylongwordwithoutanyblankinit')).map((pieces) => pieces.join('')),
  )
  const line = anyText.map((text) => text.replace(/[\r\n\0]/g, ' '))
  const person = fc.record({ name: line.map((text) => text.slice(0, 100)), address: fc.stringMatching(/^[a-z0-9]{1,9}(?:[.+_'-][a-z0-9]{1,9})?@[a-z]{1,9}\.test$/) })
  const id = fc.stringMatching(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,70}@[a-z]{1,20}\.test$/)
  const body = fc.array(anyText, { maxLength: 6 }).map((lines) => lines.join('\n'))
  const message: fc.Arbitrary<OutgoingMessage> = fc.record({
    from: person, to: fc.array(person, { minLength: 1, maxLength: 4 }), cc: fc.array(person, { maxLength: 2 }), subject: line,
    date: fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), messageId: id, inReplyTo: id, references: fc.array(id, { maxLength: 5 }), text: body, html: body,
    attachments: fc.array(fc.record({ name: line, type: fc.constantFrom('application/pdf', 'image/png', 'text/plain'), content: fc.uint8Array({ maxLength: 200 }) }), { maxLength: 3 }),
  })

  const name = (text: string): string => cleanName(text.toWellFormed()).replaceAll('=?', '= ?')
  const onOneLine = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const wire = (text: string): string => text.toWellFormed().replaceAll('\0', '').replace(/\r\n?|\n/g, '\n')

  test('headers', async () => {
    await fc.assert(fc.asyncProperty(message, async (sent) => {
      const { headers } = readMessage(await write(sent))
      expect(headers).toMatchObject({
        subject: onOneLine(sent.subject),
        from: [{ name: name(sent.from.name), address: sent.from.address }],
        to: sent.to.map((person) => ({ name: name(person.name), address: person.address })),
        cc: sent.cc.map((person) => ({ name: name(person.name), address: person.address })),
        date: Math.floor(sent.date.getTime() / 1_000) * 1_000,
        messageId: sent.messageId, inReplyTo: sent.inReplyTo, references: [...new Set(sent.references)],
      })
    }), { numRuns: 200 })
  })

  test('bodies and attachments', async () => {
    await fc.assert(fc.asyncProperty(message, async (sent) => {
      const raw = await write(sent)
      const { text, html, attachments } = readMessage(raw)
      if (sent.text.trim() !== '') expect(text).toBe(wire(sent.text))
      // Blank markup is nothing to show: the reader takes it for none.
      if (sent.html.trim() !== '') expect(html).toBe(wire(sent.html))
      expect(attachments.map(({ name: fileName, type }) => [fileName, type])).toEqual(sent.attachments.map((file) => [safeFileName(file.name) || 'bijlage.bin', file.type]))
      for (const [index, { partId, size }] of attachments.entries()) {
        const part = readPart(raw, partId)
        expect(part).toMatchObject({ kind: 'part', broken: false })
        if (part.kind === 'part') expect(Buffer.from(part.bytes).equals(sent.attachments[index]!.content)).toBe(true)
        expect(size).toBe(sent.attachments[index]!.content.length)
      }
    }), { numRuns: 150 })
  })
})
