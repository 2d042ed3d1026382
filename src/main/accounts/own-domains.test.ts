import { expect, test } from 'vitest'
import { ownDomainsOf } from './own-domains.ts'

const providers = new Set(['ziggo.nl', 'gmail.com', 'zorgmail.nl'])

test('the domain of the address is the practice, in lower case', () => {
  expect(ownDomainsOf('Anja@DeLinde.test', [], providers)).toEqual(['delinde.test'])
})

test('added domains count as well, once each', () => {
  expect(ownDomainsOf('anja@delinde.test', ['Praktijk-Linde.nl.', 'delinde.test', ' hagro.nl '], providers)).toEqual(['delinde.test', 'praktijk-linde.nl', 'hagro.nl'])
})

test.each(['praktijk@ziggo.nl', 'praktijk@GMAIL.com', 'delinde@zorgmail.nl', 'info@delinde.ziggo.nl'])(
  '%s has other customers of the provider beside it: nobody there is a colleague', (address) => {
    expect(ownDomainsOf(address, ['gmail.com', 'x.gmail.com'], providers)).toEqual([])
  },
)

test('what is no domain is none', () => {
  expect(ownDomainsOf('anja', ['', 'nl', '*.nl', 'a b.nl', '.'], providers)).toEqual([])
})

test('an international domain is one domain, however it is written', () => {
  expect(ownDomainsOf('anja@café.nl', [], providers)).toEqual(['café.nl', 'xn--caf-dma.nl'])
  expect(ownDomainsOf('anja@xn--caf-dma.nl', [], providers)).toEqual(['xn--caf-dma.nl', 'café.nl'])
})
