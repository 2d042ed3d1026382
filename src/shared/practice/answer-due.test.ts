import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerDue, workingDaysAfter } from './answer-due.ts'
import { dayOf, isClosed } from './dutch-days.ts'

const at = (text: string): number => Date.parse(`2026-${text}:00+0${text < '03-29' || text > '10-25' ? '1' : '2'}:00`)
const HOUR_MS = 3_600_000

test.each([
  // 2 March 2026 is a Monday.
  ['03-02T09:00', 1, '03-03T09:00'], ['03-06T16:30', 1, '03-09T16:30'], ['03-07T11:00', 1, '03-10T00:00'], ['03-08T23:59', 1, '03-10T00:00'], ['03-09T00:30', 1, '03-10T00:30'],
  ['03-05T08:00', 2, '03-09T08:00'], ['03-02T09:00', 5, '03-09T09:00'],
  // Over the change of clocks; over Easter; over King's Day; on Ascension Day; over Christmas and the weekend after it.
  ['03-27T17:00', 1, '03-30T17:00'], ['04-03T16:00', 1, '04-07T16:00'], ['04-24T09:00', 1, '04-28T09:00'], ['05-14T10:00', 1, '05-18T00:00'], ['12-24T15:00', 1, '12-28T15:00'],
])('what comes on %s is due %i working days later, on %s', (from, days, due) => {
  expect(new Date(workingDaysAfter(at(from), days)).toISOString()).toBe(new Date(at(due)).toISOString())
})

test('a message is to be read first, and then to be answered (R10)', () => {
  const promises = { readWithinHours: 24, answerWithinWorkingDays: 1 }
  const friday = at('03-06T16:00')
  expect(answerDue(promises, { receivedAt: friday, isRead: false })).toEqual({ promise: 'read', at: friday + 24 * HOUR_MS })
  expect(answerDue(promises, { receivedAt: friday, isRead: true })).toEqual({ promise: 'answer', at: at('03-09T16:00') })
  expect(answerDue({ readWithinHours: null, answerWithinWorkingDays: null }, { receivedAt: friday, isRead: false })).toBeNull()
  expect(answerDue({ readWithinHours: 24, answerWithinWorkingDays: null }, { receivedAt: friday, isRead: true })).toBeNull()
})

test('a working day more is always later, and never ends on a day that the practice is closed', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.integer({ min: 1, max: 10 }), (from, days) => {
    const due = workingDaysAfter(from, days)
    expect(isClosed(dayOf(due).day)).toBe(false)
    expect(workingDaysAfter(from, days + 1)).toBeGreaterThan(due)
    expect(due).toBeGreaterThan(from)
  }))
})
