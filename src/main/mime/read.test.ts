import { describe, expect, test } from 'vitest'
import { boundaryNotNamed, hugePart, latin1, mailOf, ordinaryMail, rfc2231Nonsense } from '../../../test/corpora/hostile.ts'
import { MAX_SHOWN_CHARS } from '../../shared/limits.ts'
import { readMessage, readPart } from './read.ts'

const parts = (type: string, ...all: string[]): Uint8Array =>
  mailOf([`Content-Type: multipart/${type}; boundary=b`], [...all.map((part) => `--b\r\n${part}\r\n`), '--b--'].join(''))
const plain = (text: string): string => `Content-Type: text/plain\r\n\r\n${text}`
const page = (html: string): string => `Content-Type: text/html\r\n\r\n${html}`

describe('readMessage', () => {
  test('gives both forms, the attachments and what is drawn inside', () => {
    const { headers, html, text, attachments, notices } = readMessage(ordinaryMail())
    expect(headers.subject).toBe('Herhaalrecept patiënt')
    expect(text).toBe('Het recept ligt klaar voor de patiënt. U kunt het ophalen.\n> Is het klaar?\n-- \nZoë')
    expect(html).toBe('<html><body><p>Het recept ligt klaar voor de patiënt.</p><img src="cid:logo@zuid"></body></html>')
    expect(attachments).toEqual([
      { partId: '1.2', name: 'logo.png', type: 'image/png', size: 8, contentId: 'logo@zuid', inline: true },
      { partId: '2', name: 'recept patiënt.pdf', type: 'application/pdf', size: 8, contentId: null, inline: false },
      { partId: '3', name: 'Doorgestuurd.eml', type: 'message/rfc822', size: 59, contentId: null, inline: false },
    ])
    expect(notices).toEqual([])
  })

  test.each([
    ['plain alone', parts('mixed', plain('a')), 'a', null],
    ['a page alone', parts('mixed', page('<p>a')), null, '<p>a'],
    ['two texts', parts('mixed', plain('a'), plain('b')), 'a\nb', null],
    ['alternatives', parts('alternative', plain('a'), page('<p>A')), 'a', '<p>A'],
    ['a page and a list footer', parts('mixed', page('<p>A</p>'), plain('1 < 2')), 'A\n1 < 2', '<p>A</p>\n<div style="white-space: pre-wrap">1 &lt; 2</div>'],
    ['a multipart that says no boundary', boundaryNotNamed(), expect.stringContaining('Zonder naam leesbaar.') as string, null],
    ['no text at all', parts('mixed', 'Content-Type: application/pdf\r\n\r\nx'), null, null],
    ['NULs', latin1('Content-Type: text/plain\r\n\r\na\0b'), 'ab', null],
  ])('of %s', (_what, raw, text, html) => {
    expect(readMessage(raw)).toMatchObject({ text, html })
  })

  test('an image that the page does not draw is an attachment', () => {
    const image = (id: string): string => `Content-Type: image/png\r\nContent-ID: <${id}>\r\nContent-Disposition: inline\r\n\r\nx`
    const { attachments } = readMessage(parts('related', page('<img src="cid:a%40b"><img src=\'cid:c\'>'), image('a@b'), image('c'), image('d')))
    expect(attachments.map(({ name, inline }) => [name, inline])).toEqual([['bijlage-2.png', true], ['bijlage-3.png', true], ['bijlage-4.png', false]])
  })

  test('text past the limit is cut, and the whole part can still be had', () => {
    const raw = mailOf(['Content-Type: text/plain'], 'x'.repeat(MAX_SHOWN_CHARS + 10))
    const { text, notices } = readMessage(raw)
    expect(text).toHaveLength(MAX_SHOWN_CHARS)
    expect(notices).toEqual(['text-cut'])
    expect(readPart(raw, '1')).toMatchObject({ kind: 'part', bytes: { length: MAX_SHOWN_CHARS + 10 } })
  })

  test('200 MB in one part is read without a copy of it', () => {
    const raw = hugePart()
    const before = process.memoryUsage().arrayBuffers
    const { text, attachments } = readMessage(raw)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(text).toBe('Zie bijlage.')
    expect(attachments).toMatchObject([{ name: 'groot.zip' }])
    expect(attachments[0]!.size).toBeGreaterThan(140_000_000)
  })
})

describe('readPart', () => {
  test('gives the bytes as they were', () => {
    expect(readPart(ordinaryMail(), '2')).toEqual({ kind: 'part', bytes: new Uint8Array(Buffer.from('%PDF-1.4')), type: 'application/pdf', name: 'recept patiënt.pdf', broken: false })
    expect(readPart(ordinaryMail(), '3')).toMatchObject({ name: 'Doorgestuurd.eml', bytes: new Uint8Array(Buffer.from('From: a@b.test\r\nSubject: Doorgestuurd\r\n\r\nIngesloten bericht')) })
  })

  test('without an encoding it is a view of the same memory', () => {
    const raw = rfc2231Nonsense()
    const part = readPart(raw, '3')
    expect(part.kind === 'part' && part.bytes.buffer === raw.buffer).toBe(true)
  })

  test('its bytes are no Buffer: a slice of them is a copy, for whoever hands it on', () => {
    const part = readPart(ordinaryMail(), '2')
    expect(part.kind === 'part' && part.bytes.slice(0, 2).buffer.byteLength).toBe(2)
  })

  test.each(['', '1', '9', '1.1.1.1', '__proto__', '1.01'])('has no part %j', (partId) => {
    expect(readPart(ordinaryMail(), partId)).toEqual({ kind: 'no-such-part' })
  })
})
