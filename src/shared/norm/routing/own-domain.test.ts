import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { message, recipient } from '../../../../test/corpora/routing/facts.ts'
import { planDeliveries } from './plan-deliveries.ts'
import type { RouteRow } from './routing-facts.ts'

const own = ['delinde.test', 'Praktijk-Linde.NL']
const rowOf = (address: string, ownDomains: readonly string[] = own): RouteRow | undefined => planDeliveries(message({ ownDomains, recipients: [recipient({ address })] }))[0]?.row

describe('who is the practice itself (RT-00)', () => {
  test.each([
    'anja@delinde.test', 'Anja.deVries@DeLinde.Test', 'info@praktijk-linde.nl', "o'neill+recept@delinde.test",
  ])('%s is internal', (address) => {
    expect(rowOf(address)).toBe('RT-00')
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
  ])('%s is not', (_, address) => {
    expect(rowOf(address)).not.toBe('RT-00')
  })

  test.each([
    '', 'anja', '@delinde.test', 'anja@', 'anja@delinde.test.', 'anja@@delinde.test', 'anja@delinde.test, h@mailbox.test', 'anja@delinde.test\r\nRCPT TO:<h@mailbox.test>',
    '"h@mailbox.test"@delinde.test', '<anja@delinde.test>', 'anja@[127.0.0.1]', ' anja@delinde.test', 'ánja@delinde.test', '@mailbox.test:anja@delinde.test',
  ])('%j is no address', (address) => {
    expect(rowOf(address)).toBe('RT-01')
  })

  test('nothing is internal without own domains, nor with an empty one', () => {
    expect(rowOf('anja@delinde.test', [])).toBe('RT-06')
    expect([rowOf('anja', ['', '.']), rowOf('anja@', ['', '.'])]).toEqual(['RT-01', 'RT-01'])
  })
})

describe('whatever is typed', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9аеоіıK\u212aé-]{1,12}$/)
  const near = fc.constantFrom('delinde.test', 'DELINDE.TEST', 'delinde.test.', 'mail.delinde.test', 'delindе.test', 'praktijk-linde.nl', 'delinde.test\u0000')
  const domain = fc.oneof(near, fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')), fc.string())
  const address = fc.oneof(fc.string(), fc.tuple(fc.oneof(label, fc.string()), domain).map(([local, at]) => `${local}@${at}`))

  test('only an address whose domain is an own one, letter for letter, is internal', () => {
    fc.assert(fc.property(address, (typed) => {
      if (rowOf(typed) !== 'RT-00') return
      const [local = '', at = '', ...more] = typed.split('@')
      expect(more).toEqual([])
      expect(['delinde.test', 'praktijk-linde.nl']).toContain(at.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
      expect(local).not.toMatch(/[%!"<>\s]/)
    }), { numRuns: 2000 })
  })
})
