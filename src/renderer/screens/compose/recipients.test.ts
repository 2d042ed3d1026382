import { describe, expect, test } from 'vitest'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import { addRecipients, isComplete, outlookOf, readRecipients, sendVerb } from './recipients.ts'

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
