import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddressList } from './address-list.ts'
import { cleanName, formatAddressList } from './address.ts'

const one = (address: string, name = '') => ({ name, address })

describe('parseAddressList', () => {
  test.each([
    ['a@b.nl', [one('a@b.nl')]],
    ['Anja de Vries <a@b.nl>', [one('a@b.nl', 'Anja de Vries')]],
    ['"Vries, Anja de" <a@b.nl>, c@d.nl', [one('a@b.nl', 'Vries, Anja de'), one('c@d.nl')]],
    ['a@b.nl (Anja (de) Vries)', [one('a@b.nl', 'Anja (de) Vries')]],
    ['a@b.nl; c@d.nl', [one('a@b.nl'), one('c@d.nl')]],
    ['Praktijk: a@b.nl, Bas <c@d.nl>; e@f.nl', [one('a@b.nl'), one('c@d.nl', 'Bas'), one('e@f.nl')]],
    ['undisclosed-recipients:;', []],
    ['"a, b"@c.nl', [one('"a, b"@c.nl')]],
    ['Anja <"a b"@c.nl>', [one('"a b"@c.nl', 'Anja')]],
    ['<@relay.nl,@b.nl:c@d.nl>', [one('c@d.nl')]],
    ['a @ b.nl', [one('a@b.nl')]],
    ['Anja <a@b.nl', [one('a@b.nl', 'Anja')]],
    ['Anja', [one('', 'Anja')]],
    ['"Anja" "de Vries" <a@b.nl>', [one('a@b.nl', 'Anja de Vries')]],
    ['bank@echt.nl <dief@vals.nl>', [one('dief@vals.nl', 'bank@echt.nl')]],
    ['A <a@b.nl> <c@d.nl>', [one('a@b.nl', 'A')]],
    ['Anja\u2003de\u00a0 Vries <a@b.nl>', [one('a@b.nl', 'Anja de Vries')]],
    [',,;;, ,', []],
    ['', []],
  ])('reads %j', (text, found) => {
    expect(parseAddressList(text)).toEqual(found)
  })

  test('decodes names after parsing, so that a hidden comma makes no second mailbox', () => {
    const decode = (): string => 'evil@x.nl, y'
    expect(parseAddressList('=?utf-8?q?evil=40x.nl=2C_y?= <a@b.nl>', decode)).toEqual([one('a@b.nl', 'evil@x.nl, y')])
  })

  test('reads back a name with a space of another width', () => {
    const address = one('a@b.nl', cleanName('Anja\u2000Vries'))
    expect(parseAddressList(formatAddressList([address]))).toEqual([address])
  })

  test('reads back what was written', () => {
    const name = fc.string({ unit: 'binary' }).map((text) => cleanName(text.toWellFormed()))
    const address = fc.tuple(fc.stringMatching(/^[a-z0-9+_-]{1,9}$/), fc.stringMatching(/^[a-z]{1,9}\.(?:nl|test)$/)).map((parts) => parts.join('@'))
    fc.assert(fc.property(fc.array(fc.record({ name, address })), (addresses) => {
      expect(parseAddressList(formatAddressList(addresses))).toEqual(addresses)
    }))
  })

  test('gives something for everything, and never a line break', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab@.<>"\\(),;: \r\n\0')) }), (text) => {
      for (const { name, address } of parseAddressList(text)) expect(name + address).not.toMatch(/[\r\n\0]/)
    }), { numRuns: 1_000 })
  })
})
