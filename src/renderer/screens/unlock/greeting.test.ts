import { expect, test } from 'vitest'
import { firstNameOf, greetingAt, lockReason } from './greeting.ts'

test.each([[0, 'unlock.hello'], [4, 'unlock.hello'], [5, 'unlock.morning'], [11, 'unlock.morning'], [12, 'unlock.afternoon'], [17, 'unlock.afternoon'], [18, 'unlock.evening'], [23, 'unlock.evening']])(
  'at %i one says %s', (hour, words) => expect(greetingAt(hour)).toBe(words),
)

test.each([['Anja de Vries', 'Anja'], ['dr. Anja de Vries', 'Anja'], ['A. de Vries', 'A. de Vries'], ['drs. J.P. Bakker', 'J.P. Bakker'], ['Prof Mia Smit', 'Mia'], ['', ''], ['  Bas ', 'Bas']])(
  '%s is called %s', (name, called) => expect(firstNameOf(name)).toBe(called),
)

test('only a lock that came by itself or by hand is explained', () => {
  expect([lockReason(null), lockReason('start'), lockReason('idle')]).toEqual([null, null, 'unlock.becauseIdle'])
})
