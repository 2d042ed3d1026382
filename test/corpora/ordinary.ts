import fc from 'fast-check'

/** Well-formed mail in all its ordinary shapes, for what must hold of every honest message. */

const encodeBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}(?!$)/g, '$&\r\n')

/** Every byte that is not a letter is written as `=XX`, in lines of 72: plain to read and always right. */
const encodeQuoted = (bytes: Buffer): string =>
  [...bytes].map((byte) => (/[A-Za-z0-9 ]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`))
    .join('').replace(/(?:=..|[^=]){60}(?!$)/g, '$&=\r\n')

const word = fc.stringMatching(/^[a-zëïéü€]{1,12}$/)
const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const windows1252 = (text: string): Buffer => Buffer.from(text.replaceAll('€', '\x80'), 'latin1')

type Body = { readonly header: string; readonly body: string }

const encodings = {
  'quoted-printable': encodeQuoted,
  'base64': encodeBase64,
  '8bit': (bytes: Buffer): string => bytes.toString('latin1'),
} as const

const textBody = (type: string, text: fc.Arbitrary<string>): fc.Arbitrary<Body> =>
  fc.tuple(text, fc.constantFrom('utf-8', 'UTF-8', 'windows-1252', 'iso-8859-1'), fc.constantFrom<keyof typeof encodings>('quoted-printable', 'base64', '8bit')).map(([content, charset, encoding]) => ({
    header: `Content-Type: ${type}; charset="${charset}"\r\nContent-Transfer-Encoding: ${encoding}`,
    body: encodings[encoding](charset.startsWith('u') || charset.startsWith('U') ? Buffer.from(content) : windows1252(content)),
  }))

const plain = textBody('text/plain', fc.array(sentence, { maxLength: 8 }).map((lines) => lines.join('\r\n')))
const html = textBody('text/html', fc.array(sentence, { maxLength: 5 }).map((lines) => `<html><body>${lines.map((line) => `<p>${line}</p>`).join('\r\n')}</body></html>`))

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

const fileName = fc.tuple(sentence, fc.constantFrom('pdf', 'docx', 'jpg')).map(([name, extension]) => `${name.slice(0, 40).trim()}.${extension}`)
const fileParameter = (name: string): fc.Arbitrary<string> => fc.constantFrom(
  `filename*=utf-8''${encodeURIComponent(name)}`,
  `filename*0*=utf-8''${encodeURIComponent(name.slice(0, 3))};\r\n filename*1*=${encodeURIComponent(name.slice(3))}`,
  `filename="${encodedWord(name)}"`,
)
const attachment: fc.Arbitrary<Body> = fc.tuple(fileName.chain(fileParameter), fc.uint8Array({ maxLength: 300 })).map(([parameter, bytes]) => ({
  header: `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; ${parameter}\r\nContent-Transfer-Encoding: base64`,
  body: encodeBase64(Buffer.from(bytes)),
}))

/** Wraps parts in a multipart whose boundary occurs nowhere else. */
const multipart = (type: string, parts: readonly Body[], mark: string): Body => ({
  header: `Content-Type: multipart/${type};\r\n\tboundary="=_${mark}"`,
  body: `Dit is MIME.\r\n${parts.map(({ header, body }) => `--=_${mark}\r\n${header}\r\n\r\n${body}\r\n`).join('')}--=_${mark}--\r\n`,
})

const readable: fc.Arbitrary<Body> = fc.oneof(plain, html, fc.tuple(plain, html).map((forms) => multipart('alternative', forms, 'vormen')))
const whole: fc.Arbitrary<Body> = fc.oneof(
  readable,
  fc.tuple(readable, fc.array(attachment, { maxLength: 4 })).map(([first, files]) => multipart('mixed', [first, ...files], 'bijlagen')),
  fc.tuple(readable, attachment, plain).map((parts) => multipart('mixed', parts, 'voetregel')),
)

const mailbox = fc.tuple(sentence, fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}@[a-z]{2,9}\.test$/)).map(([name, address]) => `${encodedWord(name.slice(0, 30).trim())} <${address}>`)

export const ordinaryMails: fc.Arbitrary<Uint8Array> = fc.tuple(mailbox, fc.array(mailbox, { minLength: 1, maxLength: 4 }), sentence, fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), whole)
  .map(([from, to, subject, date, { header, body }]) => Buffer.from([
    `From: ${from}`, `To: ${to.join(',\r\n ')}`, `Subject: ${encodedWord(subject.slice(0, 60).trim())}`, `Date: ${date.toUTCString()}`, 'MIME-Version: 1.0', header, '', body,
  ].join('\r\n'), 'latin1'))
