import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import { mailboxKey } from '../../../shared/mail/address.ts'
import { addRecipients, isComplete, needsLook, outlookOf, readRecipients, saferOffered, sendVerb } from './recipients.ts'

describe('reading recipients', () => {
  test.each([
    ['anja@delinde.test', [{ name: '', address: 'anja@delinde.test' }]],
    ['Bas Jansen <bas@delinde.test>; "Smit, Mia" <mia@delinde.test>,', [{ name: 'Bas Jansen', address: 'bas@delinde.test' }, { name: 'Smit, Mia', address: 'mia@delinde.test' }]],
    ['a@b.test\nc@d.test\r\n\te@f.test', [{ name: '', address: 'a@b.test' }, { name: '', address: 'c@d.test' }, { name: '', address: 'e@f.test' }]],
    ['bas', [{ name: '', address: 'bas' }]],
    ['  ', []],
  ])('%j', (text, expected) => {
    expect(readRecipients(text)).toEqual(expected)
  })

  test.each([['bas@delinde.test,', true], ['bas@delinde.test ', true], ['bas ', false], ['bas@delinde.test', false], ['Bas Jansen ', false], ['x;', true]])('%j is complete: %s', (text, expected) => {
    expect(isComplete(text)).toBe(expected)
  })

  test('nobody stands in a field twice', () => {
    const bas = { name: 'Bas', address: 'bas@delinde.test' }
    expect(addRecipients([bas], [{ name: '', address: 'BAS@delinde.test' }, { name: '', address: 'mia@delinde.test' }])).toEqual([bas, { name: '', address: 'mia@delinde.test' }])
  })
})

const route = (given: Partial<PlannedRoute>): PlannedRoute => ({
  address: '', route: 'hold', row: 'RT-02', permitted: [], needs: [], open: false, status: 'ready', factor: 'none', ground: null, groundAsked: false, mobile: null, mobileVerified: null, lastSentAt: null, looksLike: [], ...given,
})

describe('what pressing send would do', () => {
  const plan = new Map<string, PlannedRoute>([
    ['bas', route({ route: 'community', row: 'RT-00' })],
    ['arts', route({ route: 'direct', row: 'RT-06' })],
    ['gemeente', route({ route: 'plain', row: 'RT-11' })],
    ['patient', route({ route: 'hold', row: 'RT-03', needs: ['mobile'] })],
    ['elders', route({ route: 'refuse', row: 'RT-02', needs: ['secureAccount'] })],
    ['looked up', route({ route: 'hold', row: 'RT-10', needs: ['recheck'], open: true })],
    ['wrong', route({ route: 'refuse', row: 'RT-01' })],
  ])
  test.each([
    [[], 'no-recipients'], [['bas', 'arts'], 'send-safely'], [['bas', 'patient'], 'send-some-wait'], [['patient', 'elders'], 'all-wait'],
    [['bas', 'gemeente'], 'send'], [['bas', 'wrong'], 'invalid'], [['not planned yet'], 'send'], [['looked up'], 'send'], [['looked up', 'elders'], 'send-some-wait'],
  ])('%j: %s', (addresses, verb) => {
    expect(sendVerb(outlookOf(addresses, plan))).toBe(verb)
  })
})

describe('whatever is pasted', () => {
  const piece = fc.constantFrom('anja@delinde.test', 'ANJA@delinde.test', 'bas', ', ', '; ', '\n', '"Smit, Mia" ', '<mia@', 'delinde.test>', 'h\u00e9@b\u00fccher.test', '"a@b"@c.test', 'Team: x@y.test, z@y.test;', 'undisclosed-recipients:;', '\r\nBcc: x@y.test', '\u202e', '@', '(noot)', ' ')
  const pasted = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

  test('it is read without an end, nobody comes twice, and reading what was read changes nothing', () => {
    fc.assert(fc.property(pasted, (text) => {
      const read = readRecipients(text)
      const all = addRecipients([], read)
      expect(new Set(all.map(({ address }) => mailboxKey(address))).size).toBe(all.length)
      expect(addRecipients(all, read)).toEqual(all)
      for (const { name } of all) expect(name).not.toMatch(/[\r\n\u202e]/)
    }), { numRuns: 300 })
  })

  test('what stands there can be seen: of every address that was typed a part is left in some chip', () => {
    fc.assert(fc.property(pasted, (text) => {
      const shown = readRecipients(text).map(({ name, address }) => `${name} ${address}`).join(' ')
      for (const known of ['anja@delinde.test', 'z@y.test']) if (new RegExp(`(^|[\\s,;])${known}($|[\\s,;])`).test(text) && !/["(<]/.test(text)) expect(shown).toContain(known)
    }), { numRuns: 300 })
  })

  test('two thousand and one of them', () => {
    const many = Array.from({ length: 2_001 }, (_, at) => `r${String(at)}@kliniek.test`)
    expect(addRecipients([], readRecipients(many.join('; ')))).toHaveLength(2_001)
  })
})

describe('RT-24: what could go more safely than it need', () => {
  const verified = { by: 'Bas', at: 1 }
  test.each<readonly [string, Partial<PlannedRoute>, 'plain' | 'portal' | null]>([
    ['ordinary mail', { route: 'plain', row: 'RT-11' }, 'plain'],
    ['what is asked about anyway', { route: 'plain', row: 'RT-11', needs: ['confirmClass'] }, null],
    ['directly, to a verified number', { route: 'direct', row: 'RT-06', mobileVerified: verified }, 'portal'],
    ['directly, and no number', { route: 'direct', row: 'RT-06' }, null],
    ['a colleague', { route: 'community', row: 'RT-00', mobileVerified: verified }, null],
    ['the portal already', { route: 'portal', row: 'RT-03', mobileVerified: verified }, null],
  ])('%s', (_, given, expected) => { expect(saferOffered([route(given)])).toBe(expected) })
})

test('of a long list, whoever is wrong or looks like another is always seen', () => {
  const who = { name: '', address: 'a@b.test' }
  expect([route({ row: 'RT-01' }), route({ looksLike: ['c@b.test'] }), route({ row: 'RT-06' }), undefined].map((one) => needsLook(who, one))).toEqual([true, true, false, false])
  expect(needsLook({ name: '', address: `${'a'.repeat(400)}@b.test` }, undefined)).toBe(true)
})
