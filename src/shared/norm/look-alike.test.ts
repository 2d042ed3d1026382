import { domainToASCII, domainToUnicode } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differsInOneLetter, lookAlike, silhouette } from './look-alike.ts'
import { toUnicode } from './punycode.ts'

const known = ['ziekenhuis.nl', 'delinde.nl', 'apotheekruim.nl', 'umc-west.nl']
const imitated = (domain: string): string | null => lookAlike(domainToASCII(domain) || domain, null, known)

describe('lookAlike (IN-02e)', () => {
  test.each([
    ['ziekenhuls.nl', 'ziekenhuis.nl'], ['ziekenhu1s.nl', 'ziekenhuis.nl'], ['z1ekenhu1s.nl', 'ziekenhuis.nl'], ['ziekenhuiss.nl', 'ziekenhuis.nl'], ['ziekenhui.nl', 'ziekenhuis.nl'],
    ['zieken-huis.nl', 'ziekenhuis.nl'], ['umcwest.nl', 'umc-west.nl'], ['delinde.nI', 'delinde.nl'], ['delinde.n', 'delinde.nl'], ['mail.ziekenhuls.nl', 'ziekenhuis.nl'],
    ['ziekenhu\u0456s.nl', 'ziekenhuis.nl'], ['zi\u0435k\u0435nhuis.nl', 'ziekenhuis.nl'], ['ziekenhu\u00eds.nl', 'ziekenhuis.nl'], ['zi\u00ebk\u00ebnhu\u00efs.nl', 'ziekenhuis.nl'],
    ['apotheekruirn.nl', 'apotheekruim.nl'], ['urnc-west.nl', 'umc-west.nl'], ['umc-vvest.nl', 'umc-west.nl'], ['clelinde.nl', 'delinde.nl'], ['delinde.nl.nl', null], ['apotheekzuim.nl', 'apotheekruim.nl'],
    ['\u0434elinde.nl', 'delinde.nl'], ['de1ind3.nl', 'delinde.nl'],
  ])('%s is taken for %s', (domain, expected) => {
    expect(imitated(domain)).toBe(expected)
  })

  test.each(['ziekenhuis.nl', 'mail.ziekenhuis.nl', 'a.b.delinde.nl', 'ziekenhuis.be', 'huisarts.nl', 'zeikenhuis.nl', 'ziekenhuis.nl.kwaad.nl', 'xn--zzzzzzzzzz999.nl', ''])('%s is taken for none', (domain) => {
    expect(imitated(domain)).toBeNull()
  })

  test('two names of one owner are not each other\'s imitation', () => {
    expect(lookAlike('poli1.umc.nl', 'umc.nl', ['poli2.umc.nl'])).toBeNull()
    expect(lookAlike('poli1.uwc.nl', 'uwc.nl', ['poli2.umc.nl', 'poli1.umc.nl'])).toBe('poli1.umc.nl')
  })

  test('an address that is one letter off is one, whichever letter', () => {
    const place = fc.nat(12)
    const letter = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789-'))
    fc.assert(fc.property(place, letter, fc.constantFrom('change', 'add', 'drop'), (at, other, how) => {
      const name = 'ziekenhuis.nl'
      const changed = how === 'change' ? name.slice(0, at) + other + name.slice(at + 1) : how === 'add' ? name.slice(0, at) + other + name.slice(at) : name.slice(0, at) + name.slice(at + 1)
      if (changed !== name && !changed.endsWith(`.${name}`)) expect(lookAlike(changed, null, known)).toBe(name)
    }))
  })

  test('thousands of names cost little and nothing makes it throw', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `praktijk-${String(n * 7_919)}.nl`)
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      lookAlike(text, null, many)
      silhouette(text)
    }), { numRuns: 200 })
  })
})

test('one letter is one letter', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => {
    expect(differsInOneLetter(one, one)).toBe(false)
    expect(differsInOneLetter(one, other)).toBe(differsInOneLetter(other, one))
  }))
})

describe('toUnicode', () => {
  test('reads A-labels as the URL standard does', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('abz09-\u00eb\u00f6\u0436\u03b1\u4e2d\u{1f600}')), minLength: 1, maxLength: 20 }), (label) => {
      const ascii = domainToASCII(`${label}.nl`)
      if (ascii !== '') expect(toUnicode(ascii)).toBe(domainToUnicode(ascii))
    }))
  })

  test('leaves what is no A-label, and never throws', () => {
    expect(toUnicode('xn--.nl')).toBe('.nl')
    expect(toUnicode('xn--\u00eb.nl')).toBe('xn--\u00eb.nl')
    expect(toUnicode(`xn--${'9'.repeat(500)}.nl`)).toBe(`xn--${'9'.repeat(500)}.nl`)
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('abz09-')), maxLength: 60 }), (text) => { toUnicode(`xn--${text}.nl`) }), { numRuns: 2_000 })
  })
})
