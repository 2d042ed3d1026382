import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRoutes } from './routing.ts'

const own = ['delinde.test', 'Praktijk-Linde.NL']
const routeOf = (address: string): string | undefined => planRoutes([address], own)[0]?.route

describe('who is the practice itself (RT-00)', () => {
  test.each([
    'anja@delinde.test', 'Anja.deVries@DeLinde.Test', 'info@praktijk-linde.nl', "o'neill+recept@delinde.test",
  ])('%s is internal', (address) => {
    expect(planRoutes([address], own)).toEqual([{ address, route: 'community', reason: 'own-domain' }])
  })

  test.each([
    ['a subdomain', 'anja@mail.delinde.test'],
    ['the parent', 'anja@test.test'],
    ['the own domain in front', 'anja@delinde.test.elders.nl'],
    ['the own domain behind a hyphen', 'anja@x-delinde.test'],
    ['a Cyrillic look-alike', 'anja@dеlinde.test'],
    ['a Kelvin sign that lower-cases to k', 'info@pra\u212atijk-linde.nl'],
    ['a dotless i', 'anja@delınde.test'],
    ['an A-label', 'anja@xn--dlinde-bvf.test'],
    ['full-width letters', 'anja@ｄｅｌｉｎｄｅ.test'],
    ['a digit for a letter', 'anja@de1inde.test'],
    ['a percent relay', 'h.bakker%mailbox.test@delinde.test'],
    ['a bang path', 'mailbox.test!h.bakker@delinde.test'],
    ['a stranger', 'balie@apotheekzuid.test'],
  ])('%s waits', (_, address) => {
    expect(planRoutes([address], own)).toEqual([{ address, route: 'hold', reason: 'no-safe-route-yet' }])
  })

  test.each([
    '', 'anja', '@delinde.test', 'anja@', 'anja@delinde.test.', 'anja@@delinde.test', 'anja@delinde.test, h@mailbox.test', 'anja@delinde.test\r\nRCPT TO:<h@mailbox.test>',
    '"h@mailbox.test"@delinde.test', '<anja@delinde.test>', 'anja@[127.0.0.1]', ' anja@delinde.test', 'ánja@delinde.test', '@mailbox.test:anja@delinde.test',
  ])('%j is no address', (address) => {
    expect(routeOf(address)).toBe('refuse')
  })

  test('nothing is internal without own domains, nor with an empty one', () => {
    expect(planRoutes(['anja@delinde.test'], []).map(({ route }) => route)).toEqual(['hold'])
    expect(planRoutes(['anja', 'anja@'], ['', '.']).map(({ route }) => route)).toEqual(['refuse', 'refuse'])
  })
})

describe('whatever is typed', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9аеоіıK\u212aé-]{1,12}$/)
  const near = fc.constantFrom('delinde.test', 'DELINDE.TEST', 'delinde.test.', 'mail.delinde.test', 'delindе.test', 'praktijk-linde.nl', 'delinde.test\u0000')
  const domain = fc.oneof(near, fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')), fc.string())
  const address = fc.oneof(fc.string(), fc.tuple(fc.oneof(label, fc.string()), domain).map(([local, at]) => `${local}@${at}`))

  test('only an address whose domain is an own one, letter for letter, is internal', () => {
    fc.assert(fc.property(address, (typed) => {
      if (routeOf(typed) !== 'community') return
      const [local = '', at = '', ...more] = typed.split('@')
      expect(more).toEqual([])
      expect(['delinde.test', 'praktijk-linde.nl']).toContain(at.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
      expect(local).not.toMatch(/[%!"<>\s]/)
    }), { numRuns: 2000 })
  })

  test('a further recipient never changes the route of another (RT-20)', () => {
    fc.assert(fc.property(fc.array(address), address, fc.array(fc.oneof(near, domain)), (others, one, domains) => {
      const alone = planRoutes([one], domains)[0]
      const together = planRoutes([...others, one, ...others], domains)
      expect(together[others.length]).toEqual(alone)
      expect(together).toHaveLength(2 * others.length + 1)
    }))
  })
})
