import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { envelopeId, readEnvelope, writeEnvelope, type Enclosed } from './envelope.ts'

const hash = 'ab'.repeat(32)
const write = (kind: Enclosed, body: Uint8Array): Uint8Array => writeEnvelope({ kind, hash, from: 'anja@delinde.test', at: Date.UTC(2026, 10, 23), body }).raw

describe('a message of the register\'s folder', () => {
  test('encloses any bytes', () => {
    fc.assert(fc.property(fc.constantFrom('event' as const, 'join' as const, 'segment' as const), fc.uint8Array({ maxLength: 2_000 }), (kind, body) => {
      const read = readEnvelope(write(kind, body))
      expect(read.kind === 'none' ? read : { kind: read.kind, body: Uint8Array.from(read.body) }).toEqual({ kind, body })
    }), { numRuns: 100 })
  })

  test('is an honest message to any mail program', async () => {
    const mail = await PostalMime.parse(write('event', Buffer.from('{"event":"é"}')))
    expect(mail).toMatchObject({ subject: 'Praktijkpost register', from: { address: 'anja@delinde.test' }, messageId: `<${hash}@register.praktijkpost>`, date: '2026-11-23T00:00:00.000Z' })
    expect(mail.attachments[0]).toMatchObject({ mimeType: 'application/vnd.praktijkpost.register+json' })
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).toString()).toBe('{"event":"é"}')
  })

  test('names what it is by its Message-ID', () => {
    expect((['event', 'join', 'segment'] as const).map((kind) => envelopeId({ kind, hash }))).toEqual([`${hash}@register.praktijkpost`, `${hash}@join.praktijkpost`, `${hash}@segment.praktijkpost`])
  })

  test('a server that adds fields, folds them or writes bare line feeds changes nothing', () => {
    const text = Buffer.from(write('join', Buffer.from('hallo'))).toString('latin1')
    const changed = `Received: from x\r\n\tby y\r\n${text.replace('Content-Type: ', 'content-type:\r\n ').replace('+json', '+json; charset=utf-8')}`
    for (const raw of [changed, changed.replaceAll('\r\n', '\n')]) expect(readEnvelope(Buffer.from(raw))).toMatchObject({ kind: 'join', body: Buffer.from('hallo') })
  })
})

test.each([
  ['', 'no-head'], ['Subject: half', 'no-head'], ['Subject: x\r\n\r\nhallo', 'other-type'],
  ['Content-Type: text/plain\r\n\r\napplication/vnd.praktijkpost.register+json', 'other-type'],
  ['Content-Type: application/vnd.praktijkpost.register+json\r\n\r\n{}', 'not-base64'],
  ['Content-Type: application/vnd.praktijkpost.register+json\r\nContent-Transfer-Encoding: base64\r\n\r\n{é}', 'not-base64'],
])('%j encloses nothing', (raw, because) => { expect(readEnvelope(Buffer.from(raw))).toEqual({ kind: 'none', because }) })

test.each(['anja@delinde.test\r\nBcc: x@y', '<a@b>', 'a b@c'])('%j is no address to write in the name of', (from) => {
  expect(() => writeEnvelope({ kind: 'event', hash, from, at: 0, body: new Uint8Array() })).toThrow()
})
