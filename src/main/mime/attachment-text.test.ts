import fc from 'fast-check'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { attachmentTexts } from './attachment-text.ts'
import { walkMessage } from './walk.ts'
import { wordDocumentText } from './word-document.ts'
import { openZip } from './zip-archive.ts'

type Packed = { readonly name: string; readonly content: string; readonly claims?: number; readonly flags?: number; readonly method?: number }

/** An archive as office programs write it, with room for lies. */
function zip(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, claims, flags = 0, method = 8 } of files) {
    const plain = Buffer.from(content)
    const packed = method === 8 ? deflateRawSync(plain) : plain
    const head = Buffer.alloc(26)
    head.writeUInt16LE(flags, 2)
    head.writeUInt16LE(method, 4)
    head.writeUInt32LE(crc32(plain), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(claims ?? plain.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, tail, Buffer.from(name)]))
    locals.push(local)
    at += local.length
  }
  const end = Buffer.alloc(18)
  const names = Buffer.concat(directory)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(names.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...locals, names, Buffer.from('PK\x05\x06'), end])
}

const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
const documentOf = (text: string): Packed => ({ name: 'word/document.xml', content: `<?xml version="1.0"?><w:document><w:body>${paragraph(text)}</w:body></w:document>` })

describe('Word documents', () => {
  test('text, runs, tabs, entities, headers and notes are read', () => {
    const file = zip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: 'word/document.xml', content: `<w:body>${paragraph('Mevrouw Jansen &amp; zoon')}<w:p><w:r><w:t>long</w:t></w:r><w:r><w:t>ontsteking</w:t></w:r><w:tab/><w:t>&#x31;</w:t></w:p></w:body>` },
      { name: 'word/header1.xml', content: paragraph('Betreft: dossier') }, { name: 'word/footnotes.xml', content: paragraph('voetnoot') },
    ])
    expect(wordDocumentText(file)).toBe('Mevrouw Jansen & zoon\nlongontsteking 1\n\nBetreft: dossier\n\nvoetnoot\n')
  })

  test('what was struck out but is still there is read too', () => {
    expect(wordDocumentText(zip([{ name: 'word/document.xml', content: '<w:del><w:r><w:delText>diabetes</w:delText></w:r></w:del>' }]))).toBe('diabetes')
  })

  test.each<[string, Buffer]>([
    ['no archive', Buffer.from('%PDF-1.7')], ['nothing', Buffer.alloc(0)], ['no document in it', zip([{ name: 'a.txt', content: 'x' }])],
    ['encrypted', zip([{ ...documentOf('x'), flags: 1 }])], ['packed another way', zip([{ ...documentOf('x'), method: 12 }])],
    ['a bomb', zip([documentOf('x'.repeat(20_000_000))])], ['a bomb that calls itself small', zip([{ ...documentOf('x'.repeat(20_000_000)), claims: 10 }])],
    ['cut short', zip([documentOf('some words')]).subarray(20)], ['very many headers', zip([documentOf('x'), ...Array.from({ length: 50 }, (_, at) => ({ name: `word/header${at}.xml`, content: '' }))])],
  ])('%s is unreadable', (_name, bytes) => expect(wordDocumentText(bytes)).toBeNull())

  test('a damaged archive never throws', () => {
    const whole = zip([documentOf('some words'), { name: 'word/comments.xml', content: paragraph('more') }])
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }), fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole)
      for (const [at, value] of changes) bytes[at] = value
      expect([null, 'string']).toContain(wordDocumentText(bytes.subarray(0, length)) === null ? null : 'string')
    }))
  })

  test('any bytes are an archive or none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(openZip(Buffer.from(bytes))?.names ?? []).toBeInstanceOf(Array)
    }))
  })
})

const part = (header: string, body: string): string => `--b\r\n${header}\r\n\r\n${body}\r\n`
const mail = (...parts: string[]): Buffer => Buffer.from(`Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part('Content-Type: text/plain', 'Zie bijlage.')}${parts.join('')}--b--\r\n`)
const attached = (type: string, name: string, body: string, encoding = '7bit'): string =>
  part(`Content-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: ${encoding}`, body)
const read = (raw: Buffer): ReturnType<typeof attachmentTexts> => attachmentTexts(raw, walkMessage(raw), () => Promise.resolve(null))

describe('attachments', () => {
  test('a plain text, a page and a document are read; the body is not one of them', async () => {
    const word = zip([documentOf('longontsteking')]).toString('base64')
    const { texts, unreadable } = await read(mail(
      attached('text/plain', 'a.txt', 'diabetes'), attached('text/html', 'b.html', '<p>astma<br>copd</p>'), attached('application/octet-stream', 'brief.docx', word, 'base64'),
    ))
    expect(texts.map((text) => text.trim())).toEqual(['diabetes', 'astma\ncopd', 'longontsteking'])
    expect(unreadable).toBe(0)
  })

  test('a picture, a PDF and a broken document are counted, a signature is not', async () => {
    const raw = mail(
      attached('image/jpeg', 'foto.jpg', 'AAAA', 'base64'), attached('application/pdf', 'a.pdf', '%PDF-1.4'), attached('application/msword', 'a.docx', 'AAAA', 'base64'),
      attached('application/pkcs7-signature', 'smime.p7s', 'AAAA', 'base64'),
    )
    expect(await read(raw)).toEqual({ texts: [], unreadable: 3 })
  })

  test('within attached mail too', async () => {
    const inner = mail(attached('text/plain', 'a.txt', 'diabetes')).toString().replaceAll('--b', '--c').replace('boundary=b', 'boundary=c')
    expect((await read(mail(part('Content-Type: message/rfc822', inner)))).texts).toEqual(['diabetes'])
  })

  test('no more than the limit are read', async () => {
    const raw = mail(...Array.from({ length: 60 }, (_, at) => attached('text/plain', `${at}.txt`, 'x')))
    expect(await read(raw)).toMatchObject({ texts: { length: 50 }, unreadable: 10 })
  })
})
