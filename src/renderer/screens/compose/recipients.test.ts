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

describe('what pressing send would do', () => {
  const plan = new Map<string, PlannedRoute>([
    ['bas', { address: 'bas', route: 'community', reason: 'own-domain' }],
    ['patient', { address: 'patient', route: 'hold', reason: 'no-safe-route-yet' }],
    ['wrong', { address: 'wrong', route: 'refuse', reason: 'not-an-address' }],
  ])
  test.each([
    [[], 'no-recipients'], [['bas'], 'send'], [['bas', 'patient'], 'send-some-wait'], [['patient'], 'all-wait'],
    [['bas', 'wrong'], 'invalid'], [['not planned yet'], 'send'],
  ])('%j: %s', (addresses, verb) => {
    expect(sendVerb(outlookOf(addresses, plan))).toBe(verb)
  })
})
