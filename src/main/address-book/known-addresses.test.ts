import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KnownAddresses, type Correspondents } from './known-addresses.ts'

type Past = Record<string, { writtenAt?: number; lastAt: number }>

/** Mail that named these, in this order. */
const mailOf = (past: Past): Correspondents => {
  const keys = Object.keys(past)
  return {
    contactWith: (address) => {
      const found = past[address.toLowerCase()]
      return found === undefined ? null : { writtenAt: found.writtenAt ?? null, lastAt: found.lastAt }
    },
    peopleAfter: (after, limit) => keys.map((key, index) => ({ id: index + 1, key })).filter(({ id }) => id > after).slice(0, limit),
    personAt: (id) => keys[id - 1] ?? null,
    completeAddress: () => [],
  }
}

const knownFrom = (past: Past, checked: readonly string[] = []): KnownAddresses => {
  const known = new KnownAddresses({
    correspondents: mailOf(past), isChecked: (key) => checked.includes(key), publicDomains: new Set(['gmail.com']),
    organisationOf: (domain) => domain.split('.').slice(-2).join('.'),
  })
  for (const key of checked) known.add(key)
  return known
}

const pharmacy = 'info@apotheekzuid.nl'
const written: Past = { [pharmacy]: { writtenAt: 10, lastAt: 20 }, 'balie@apotheekzuid.nl': { writtenAt: 5, lastAt: 5 } }

describe('an address that looks like a known one', () => {
  test.each([
    ['info@apotheekzu1d.nl', [pharmacy]], ['info@apotheekzuid.n', [pharmacy]], ['info@apotheek-zuid.nl', [pharmacy]], ['INFO@ApotheekZuld.nl', [pharmacy]],
    ['info@\u0430potheekzuid.nl', [pharmacy]], ['info@mail.apotheekzu1d.nl', [pharmacy]],
    // Somebody new at a domain that is not the known one: whom one knows there best.
    ['recepten@apotheekzu1d.nl', [pharmacy]],
    ['ba1ie@apotheekzu1d.nl', ['balie@apotheekzuid.nl']],
    // One letter off before the @.
    ['baIie@apotheekzuid.nl', ['balie@apotheekzuid.nl']], ['baile@apotheekzuid.nl', ['balie@apotheekzuid.nl']], ['bali@apotheekzuid.nl', ['balie@apotheekzuid.nl']],
    [pharmacy, []], ['inf@apotheekzuid.nl', []], ['recepten@apotheekzuid.nl', []], ['info@huisarts.nl', []], ['', []], ['@', []], ['@apotheekzu1d.nl', []],
  ])('%s', (address, expected) => {
    expect(knownFrom(written).lookAlikesOf(address)).toEqual(expected)
  })

  test('who was checked is asked about no more; who is checked comes before who was written to', () => {
    expect(knownFrom(written, ['info@apotheekzu1d.nl']).lookAlikesOf('info@apotheekzu1d.nl')).toEqual([])
    const known = knownFrom({ ...written, 'info@apotheekzuid.be': { writtenAt: 90, lastAt: 90 } }, [pharmacy])
    expect(known.lookAlikesOf('info@apotheekzu1d.nl')[0]).toBe(pharmacy)
  })

  test('one that was written to by mistake still looks like the right one, and the right one like none that only wrote here', () => {
    const known = knownFrom({ ...written, 'info@apotheekzu1d.nl': { writtenAt: 30, lastAt: 30 }, 'info@apotheekzuld.nl': { lastAt: 40 } })
    expect(known.lookAlikesOf('info@apotheekzu1d.nl')).toEqual([pharmacy])
    expect(known.lookAlikesOf(pharmacy)).toEqual(['info@apotheekzu1d.nl'])
    expect(known.lookAlikesOf('info@apotheekzuld.nl')).toEqual(['info@apotheekzu1d.nl', pharmacy])
  })

  test('where everybody has an address only a similar name is told: others are other people', () => {
    const known = knownFrom({ 'h.bakker@gmail.com': { writtenAt: 1, lastAt: 1 }, 'selin@gmail.com': { writtenAt: 1, lastAt: 1 } })
    expect(known.lookAlikesOf('h.bakker@gmal.com')).toEqual(['h.bakker@gmail.com'])
    expect(known.lookAlikesOf('joost@gmal.com')).toEqual([])
    expect(known.lookAlikesOf('h.baker@gmail.com')).toEqual(['h.bakker@gmail.com'])
  })

  test('two names of one owner are not each other\'s imitation', () => {
    expect(knownFrom({ 'info@poli1.umc.nl': { writtenAt: 1, lastAt: 1 } }).lookAlikesOf('info@poli2.umc.nl')).toEqual([])
  })

  test('what comes in later counts, and what went with its account does not', () => {
    let past: Past = { 'info@huisarts.nl': { lastAt: 1 } }
    const correspondents: Correspondents = {
      contactWith: (address) => mailOf(past).contactWith(address), peopleAfter: (after, limit) => mailOf(past).peopleAfter(after, limit), personAt: (id) => mailOf(past).personAt(id), completeAddress: () => [],
    }
    const known = new KnownAddresses({ correspondents, isChecked: () => false, publicDomains: new Set(), organisationOf: () => null })
    expect(known.lookAlikesOf('info@apotheekzu1d.nl')).toEqual([])
    past = { ...past, [pharmacy]: { writtenAt: 3, lastAt: 3 } }
    expect(known.lookAlikesOf('info@apotheekzu1d.nl')).toEqual([pharmacy])
    past = { 'info@ggz.nl': { lastAt: 9 } }
    expect(known.lookAlikesOf('info@apotheekzu1d.nl')).toEqual([])
    expect(known.lookAlikesOf('info@gqz.nl')).toEqual(['info@ggz.nl'])
  })

  test('never itself, never more than a few, nothing throws, whatever was typed', () => {
    const many: Past = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`naam${String(n)}@praktijk-${String(n % 40)}.nl`, { writtenAt: n, lastAt: n }]))
    const known = knownFrom(many)
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.tuple(fc.constantFrom('naam1', 'naam12', 'n', '\u0430'), fc.constantFrom('praktijk-1.nl', 'praktijk-1.n', 'praktijk1.nl', '\u0440raktijk-3.nl')).map((parts) => parts.join('@')))
    fc.assert(fc.property(typed, (address) => {
      const found = known.lookAlikesOf(address)
      expect(found.length).toBeLessThanOrEqual(3)
      expect(new Set(found).size).toBe(found.length)
      expect(found).not.toContain(address.trim().toLowerCase())
    }))
  })
})
