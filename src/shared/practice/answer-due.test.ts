import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerDue, workingDaysAfter } from './answer-due.ts'

const at = (text: string): number => Date.parse(`2026-03-${text}:00Z`)
const HOUR_MS = 3_600_000

test.each([
  // 2 March 2026 is a Monday.
  ['02T09:00', 1, '03T09:00'], ['06T16:30', 1, '09T16:30'], ['07T11:00', 1, '10T00:00'], ['08T23:59', 1, '10T00:00'], ['05T08:00', 2, '09T08:00'], ['02T09:00', 5, '09T09:00'],
])('what comes on %s is due %i working days later, on %s', (from, days, due) => {
  expect(new Date(workingDaysAfter(at(from), days)).toISOString()).toBe(new Date(at(due)).toISOString())
})

test('a message is to be read first, and then to be answered (R10)', () => {
  const promises = { readWithinHours: 24, answerWithinWorkingDays: 1 }
  const friday = at('06T16:00')
  expect(answerDue(promises, { receivedAt: friday, isRead: false })).toEqual({ promise: 'read', at: friday + 24 * HOUR_MS })
  expect(answerDue(promises, { receivedAt: friday, isRead: true })).toEqual({ promise: 'answer', at: at('09T16:00') })
  expect(answerDue({ readWithinHours: null, answerWithinWorkingDays: null }, { receivedAt: friday, isRead: false })).toBeNull()
  expect(answerDue({ readWithinHours: 24, answerWithinWorkingDays: null }, { receivedAt: friday, isRead: true })).toBeNull()
})

test('a working day more is always later, and never ends in a weekend', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.integer({ min: 1, max: 10 }), (from, days) => {
    const due = workingDaysAfter(from, days)
    expect([0, 6]).not.toContain(new Date(due).getUTCDay())
    expect(workingDaysAfter(from, days + 1)).toBeGreaterThan(due)
    expect(due).toBeGreaterThan(from)
  }))
})
