import { describe, expect, test } from 'vitest'
import {
  attachedMailNesting, boundaryNeverComes, boundaryPrefixCollision, boundaryTwice, deepNesting, eightBitHeaders, emptyMail, headerRunsIntoBoundary, latin1, mailOf, manyParts,
  noHeaderAtAll, ordinaryMail, rfc2231Nonsense, unclosed, wickedFileNames,
} from '../../../test/corpora/hostile.ts'
import { MAX_PART_DEPTH, MAX_PARTS } from '../../shared/limits.ts'
import { walkMessage } from './walk.ts'
import type { Walked } from './walk.ts'

const outline = ({ parts }: Walked): string[] => parts.map(({ path, type, role }) => `${path} ${type} ${role}`)
const bodies = (raw: Uint8Array): string[] =>
  walkMessage(raw).parts.filter(({ role }) => role !== 'container').map(({ start, end }) => Buffer.from(raw).toString('latin1', start, end))

describe('an ordinary message', () => {
  const walked = walkMessage(ordinaryMail())

  test('gives its header facts', () => {
    expect(walked).toMatchObject({
      subject: 'Herhaalrecept patiënt',
      from: [{ name: 'Zoë Bakker', address: 'zoe@apotheekzuid.test' }],
      to: [{ name: 'Vries, Anja de', address: 'anja@delinde.test' }, { name: '', address: 'info@delinde.test' }],
      cc: [{ name: '', address: 'bas@delinde.test' }, { name: '', address: 'mia@delinde.test' }],
      replyTo: [], bcc: [], sender: [],
      date: Date.parse('2026-03-03T13:05:06Z'),
      messageId: 'een@apotheekzuid.test', inReplyTo: 'nul@delinde.test', references: ['wortel@delinde.test', 'nul@delinde.test'],
      hasAttachments: true, notices: [],
    })
  })

  test('gives its structure, numbered as IMAP does', () => {
    expect(outline(walked)).toEqual([
      ' multipart/mixed container', '1 multipart/related container', '1.1 multipart/alternative container', '1.1.1 text/plain text', '1.1.2 text/html html',
      '1.2 image/png inline', '2 application/pdf attached', '3 message/rfc822 attached',
    ])
    expect(walked.parts.map(({ fileName }) => fileName)).toEqual([null, null, null, null, null, 'logo.png', 'recept patiënt.pdf', 'Doorgestuurd.eml'])
    expect(walked.parts[3]).toMatchObject({ charset: 'utf-8', encoding: 'quoted-printable', flow: 'flowed', parent: 2 })
    expect(walked.parts[6]).toMatchObject({ encoding: 'base64', disposition: 'attachment', size: 8 })
  })
})

describe('which parts are attachments', () => {
  const withPart = (...lines: string[]) => walkMessage(mailOf(['Content-Type: multipart/mixed; boundary=b'], ['--b', '', 'tekst', '--b', ...lines, '', 'x', '--b--'].join('\r\n')))
  test.each([
    [['Content-Type: application/pdf'], 'attached', true],
    [['Content-Type: text/plain; name=log.txt', 'Content-Disposition: attachment'], 'attached', true],
    [['Content-Type: text/plain; name=log.txt'], 'attached', true],
    [['Content-Type: text/plain'], 'text', false],
    [['Content-Type: image/png', 'Content-ID: <a>', 'Content-Disposition: inline'], 'inline', false],
    [['Content-Type: image/png', 'Content-Disposition: inline'], 'attached', true],
    [['Content-Type: image/png', 'Content-ID: <a>'], 'attached', true],
    [['Content-Type: text/calendar; method=REQUEST'], 'attached', true],
    [['Content-Type: application/ms-tnef; name=winmail.dat'], 'attached', true],
    [['Content-Type: application/pkcs7-signature; name=smime.p7s'], 'attached', false],
    [['Content-Type: message/delivery-status'], 'attached', false],
    [['Content-Type: message/rfc822'], 'attached', true],
    [['Content-Type: nonsense'], 'text', false],
    [['Content-Type: multipart/mixed'], 'text', false],
  ])('%j is %s', (lines, role, hasAttachments) => {
    const walked = withPart(...lines)
    expect([walked.parts.at(-1)?.role, walked.hasAttachments]).toEqual([role, hasAttachments])
  })

  test('a calendar among the alternatives can be saved, a spare form is not shown', () => {
    const forms = ['text/plain', 'text/html', 'text/x-amp-html', 'text/calendar'].map((type) => `--b\r\nContent-Type: ${type}\r\n\r\nx\r\n`).join('')
    expect(outline(walkMessage(mailOf(['Content-Type: multipart/alternative; boundary=b'], `${forms}--b--`))).slice(1))
      .toEqual(['1 text/plain text', '2 text/html html', '3 text/x-amp-html unshown', '4 text/calendar attached'])
  })

  test('what stands in a digest without a type is mail', () => {
    expect(outline(walkMessage(mailOf(['Content-Type: multipart/digest; boundary=b'], '--b\r\n\r\nSubject: een\r\n\r\nx\r\n--b--')))[1]).toBe('1 message/rfc822 attached')
  })
})

describe('hostile structure', () => {
  test('stops at its depth and keeps the rest as one part', () => {
    const { parts, notices } = walkMessage(deepNesting())
    expect(parts).toHaveLength(MAX_PART_DEPTH + 1)
    expect(parts.at(-1)).toMatchObject({ role: 'attached', type: 'multipart/mixed' })
    expect(notices).toContain('too-deep')
    expect(parts.at(-1)!.end - parts.at(-1)!.start).toBeGreaterThan(50_000)
  })

  test('stops at its number of parts', () => {
    const { parts, notices } = walkMessage(manyParts())
    expect(parts).toHaveLength(MAX_PARTS)
    expect(notices).toContain('too-many-parts')
  })

  test('mail in mail is one attachment', () => {
    expect(outline(walkMessage(attachedMailNesting()))).toEqual(['1 message/rfc822 attached'])
  })

  test('a boundary that is the beginning of another is not mistaken for it', () => {
    expect(bodies(boundaryPrefixCollision())).toEqual(['platte tekst\r\n--grens2 is gewone tekst', '<p>platte tekst</p>', 'inhoud'])
  })

  test('two multiparts with one boundary: the inner one is meant', () => {
    expect(bodies(boundaryTwice())).toEqual(['een', 'twee'])
  })

  test('a part whose header runs into the next delimiter is an empty part', () => {
    expect(bodies(headerRunsIntoBoundary())).toEqual(['', 'tekst'])
  })

  test('a multipart without its boundary is text', () => {
    const { notices, parts } = walkMessage(boundaryNeverComes())
    expect(notices).toEqual(['missing-boundary'])
    expect(parts).toMatchObject([{ path: '1', role: 'text' }])
  })

  test('nothing at all is a message without content', () => {
    expect(walkMessage(emptyMail())).toMatchObject({ subject: '', from: [], date: null, messageId: null, hasAttachments: false, notices: ['no-content'] })
  })

  test('text without any header is the body', () => {
    expect(bodies(noHeaderAtAll())[0]).toContain('Zomaar een briefje')
  })
})

describe('hostile headers', () => {
  test('eight-bit letters are read as what they are', () => {
    expect(walkMessage(eightBitHeaders())).toMatchObject({
      subject: 'patiënt', from: [{ name: 'Renée' }], to: [{ name: 'Zoë' }], parts: [{ fileName: 'coördinatie.pdf' }],
    })
  })

  test('of two senders the first counts: a second one was added', () => {
    expect(walkMessage(latin1('From: a@b.test\r\nfrom: c@d.test\r\n\r\n')).from).toEqual([{ name: '', address: 'a@b.test' }])
  })

  test('a subject is one line without controls', () => {
    expect(walkMessage(latin1('Subject: a\0b =?utf-8?q?c=0D=0ABcc:_x?=\r\n\r\n')).subject).toBe('a b c Bcc: x')
  })

  test('what is never closed ends with the field', () => {
    const { subject, parts } = walkMessage(unclosed())
    expect(subject).toBe('Uitslag')
    expect(parts[0]).toMatchObject({ type: 'text/plain', charset: 'utf-8' })
  })

  test('file names in nonsense encodings are safe names or none', () => {
    expect(walkMessage(rfc2231Nonsense()).parts.slice(1).map(({ fileName }) => fileName)).toEqual([expect.any(String), 'a', '€ prijs.pdf', null])
    for (const { fileName } of walkMessage(wickedFileNames()).parts) expect(fileName ?? '').not.toMatch(/[\p{Cc}/\\:\u202e]/u)
  })
})
