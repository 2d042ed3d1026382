import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanName, domainOf, formatAddress, isMailAddress, sameMailbox } from './address.ts'

describe('domainOf', () => {
  test.each([
    ['info@DeLinde.test', 'delinde.test'],
    ['"a@b"@delinde.test', 'delinde.test'],
    ['info@own.test@evil.test', 'evil.test'],
    ['info@xn--ziekenhus-h2a.test.', 'xn--ziekenhus-h2a.test'],
    ['no address', ''],
    ['', ''],
  ])('of %j is %j', (address, domain) => {
    expect(domainOf(address)).toBe(domain)
  })

  test('does not fold foreign letters into ours: the Kelvin sign is no k', () => {
    expect(domainOf('a@\u212aapot.test')).not.toBe(domainOf('a@kapot.test'))
  })

  test('a remark behind the domain does not make it the domain before it', () => {
    expect(domainOf('a@delinde.test(.evil.test)')).not.toBe('delinde.test')
  })
})

describe('isMailAddress', () => {
  test.each(['anja@delinde.test', 'a.b+c@sub.delinde.test', 'jos\u00e9@ziekenhu\u00eds.test', '1@2.nl'])('takes %j', (address) => {
    expect(isMailAddress(address)).toBe(true)
  })

  test.each([
    '', 'anja', '@delinde.test', 'anja@', 'anja@localhost', 'a b@c.nl', 'a@b.nl, c@d.nl', 'a@b.nl>', '"a"@b.nl', 'a@[192.0.2.1]', 'a..b@c.nl', '.a@c.nl',
    'a@b..nl', 'a@-b.nl', 'a@b.nl\r\nBcc: x@y.nl', 'a@b@c.nl', 'a@b.nl\0', `${'a'.repeat(65)}@b.nl`, `a@${'b'.repeat(64)}.nl`, 'a\u202e@b.nl \u202e',
  ])('refuses %j', (address) => {
    expect(isMailAddress(address)).toBe(false)
  })

  test('what it takes has one domain, whoever looks at it', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab.@"<>(),;: \\\r\n-')) }), (text) => {
      if (isMailAddress(text)) expect(text.split('@')).toEqual([expect.any(String), domainOf(text)])
    }))
  })
})

test('the same mailbox in other capitals is the same mailbox', () => {
  expect(sameMailbox('Info@DeLinde.test ', 'info@delinde.test')).toBe(true)
  expect(sameMailbox('info@delinde.test', 'infos@delinde.test')).toBe(false)
})

test('a name keeps its letters and loses what bends or breaks the line', () => {
  expect(cleanName('Zo\u00eb \u202egpj.exe\u2066\r\nBcc: x\u0000 ')).toBe('Zo\u00eb gpj.exe Bcc: x')
})

test.each([
  [{ name: '', address: 'a@b.nl' }, 'a@b.nl'],
  [{ name: 'Anja de Vries', address: 'a@b.nl' }, 'Anja de Vries <a@b.nl>'],
  [{ name: 'Vries, A. "Ans"', address: 'a@b.nl' }, '"Vries, A. \\"Ans\\"" <a@b.nl>'],
])('%j is written as %j', (address, text) => {
  expect(formatAddress(address)).toBe(text)
})
