import { expect, test } from 'vitest'
import { kindOf } from './leaving-operations.ts'

const DAY = 24 * 60 * 60_000
const until = Date.UTC(2026, 10, 30)

test.each([
  [8 * DAY, null], [7 * DAY, 'soon'], [DAY + 1, 'soon'], [DAY, 'last-day'], [1, 'last-day'], [0, 'over'], [-30 * DAY, 'over'],
] as const)('%d ms before the end: %s', (before, kind) => {
  expect(kindOf({ until, at: until - before })).toBe(kind)
})

test('what a manager ended is over at once', () => {
  expect(kindOf({ until: null, at: 0 })).toBe('over')
})
