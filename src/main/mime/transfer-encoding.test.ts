import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, decodedSize, decodeQuotedPrintable } from './transfer-encoding.ts'

const lines = (text: string, width: number, lineEnd: string): string => text.replace(new RegExp(`.{${width}}(?!$)`, 'g'), `$&${lineEnd}`)
const base64 = (text: string) => decodeBase64(Buffer.from(text, 'latin1'))

describe('base64', () => {
  const encoded = fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(4, 60, 76, 1_000), fc.constantFrom('\r\n', '\n'))

  test('gives back every byte, whatever the lines', () => {
    fc.assert(fc.property(encoded, ([bytes, width, lineEnd]) => {
      const decoded = base64(lines(Buffer.from(bytes).toString('base64'), width, lineEnd))
      expect(decoded.broken).toBe(false)
      expect(decoded.bytes.equals(bytes)).toBe(true)
    }))
  })

  test('knows the size without decoding', () => {
    fc.assert(fc.property(encoded, ([bytes, width, lineEnd]) => {
      const raw = Buffer.from(`head${lines(Buffer.from(bytes).toString('base64'), width, lineEnd)}${lineEnd}`)
      expect(decodedSize(raw, 4, { end: raw.length, encoding: 'base64' })).toBe(bytes.length)
    }))
  })

  test.each([
    ['YWJj', 'abc', false],
    ['YW Jj\n', 'abc', false],
    ['YQ==YmM=', 'abc', false],
    ['YWJjZA', 'abcd', true],
    ['YWJj!ZGVm', 'abcdef', true],
    ['YWJjZ', 'abc', true],
    ['=', '', false],
    ['', '', false],
  ])('reads %j as %j', (text, plain, broken) => {
    const decoded = base64(text)
    expect([decoded.bytes.toString(), decoded.broken]).toEqual([plain, broken])
  })

  test('makes no more bytes than it was given, whatever it was given', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (source) => {
      expect(decodeBase64(source).bytes.length).toBeLessThanOrEqual(source.length)
      expect(decodeQuotedPrintable(source).length).toBeLessThanOrEqual(source.length)
    }))
  })
})

describe('quoted-printable', () => {
  test.each([
    ['caf=E9', 'caf\xe9'],
    ['caf=e9', 'caf\xe9'],
    ['een=\r\ntwee', 'eentwee'],
    ['een= \t\r\ntwee', 'eentwee'],
    ['een=\ntwee', 'eentwee'],
    ['blanks  \t\r\nweg', 'blanks\r\nweg'],
    ['blanks=20\r\nblijven', 'blanks \r\nblijven'],
    ['los = teken =G1 =', 'los = teken =G1 '],
    ['a\rb', 'a\rb'],
    ['einde  ', 'einde'],
    ['=3D=3d', '=='],
  ])('reads %j', (text, plain) => {
    expect(decodeQuotedPrintable(Buffer.from(text, 'latin1')).toString('latin1')).toBe(plain)
  })
})
