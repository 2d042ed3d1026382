import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames, isName, isWithin, nameText, nameWire, readName, toAscii, type Name } from './name.ts'
import { readNameAt } from './rdata.ts'

const label = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)), minLength: 1, maxLength: 12 }).map((text) => text.replace(/[A-Z]/g, 'a'))
const name: fc.Arbitrary<Name> = fc.array(label, { maxLength: 6 })

test.each([
  ['delinde.test', true], ['_dmarc.delinde.test', true], ['delinde.test.', true], ['.', true], ['XN--CAF-DMA.nl', true],
  ['', false], ['..', false], ['a..b', false], ['.a', false], ['café.nl', false], ['een twee.nl', false], ['a'.repeat(64), false],
  [`${'a.'.repeat(126)}a`, true], [`${'a.'.repeat(127)}a`, false], ['a/b', false], ['a\u0000b', false],
])('%j is a name: %s', (text, expected) => {
  expect(isName(text)).toBe(expected)
})

test.each([
  ['Café.NL', 'xn--caf-dma.nl'], ['delinde.test', 'delinde.test'], ['DELINDE.test.', 'delinde.test'], ['praktijk。nl', 'praktijk.nl'],
  ['1.2', '1.2'], ['１.２', '1.2'], ['0x7f.1', '0x7f.1'], ['_dmarc.café.nl', '_dmarc.xn--caf-dma.nl'], ['a b.nl', null], ['a..nl', null], ['', null], ['a%2eb.nl', null], ['⒈com', null],
])('%j in ASCII is %j', (text, expected) => {
  expect(toAscii(text)).toBe(expected)
})

test('canonical order is the one of RFC 4034 section 6.1', () => {
  const sorted: Name[] = ['example', 'a.example', 'yljkjljk.a.example', 'z.a.example', 'zabc.a.example', 'z.example'].map((text) => readName(text)!)
  sorted.push(['\u0001', 'z', 'example'], ['*', 'z', 'example'], ['\u00c8', 'z', 'example'])
  expect(sorted.toReversed().sort(compareNames)).toEqual(sorted)
})

describe('for every name', () => {
  test('the wire gives it back, and its text is its own', () => {
    fc.assert(fc.property(name, name, (one, other) => {
      expect(readNameAt(nameWire(one), 0)).toEqual({ name: one, end: nameWire(one).length })
      expect(nameText(one) === nameText(other)).toBe(compareNames(one, other) === 0)
    }))
  })

  test('order is an order: turned round it is the opposite, and it is the order of the bytes', () => {
    fc.assert(fc.property(name, name, name, (one, other, third) => {
      expect(compareNames(one, other)).toBe(-compareNames(other, one) || 0)
      const sorted = [one, other, third].toSorted(compareNames)
      expect(compareNames(sorted[0]!, sorted[2]!)).toBeLessThanOrEqual(0)
      if (isWithin(one, other)) expect(compareNames(one, other)).toBeGreaterThanOrEqual(0)
    }))
  })

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const ascii = toAscii(text)
      if (ascii !== null) expect(isName(ascii)).toBe(true)
      expect(readName(text) !== null).toBe(isName(text))
    }))
  })
})
