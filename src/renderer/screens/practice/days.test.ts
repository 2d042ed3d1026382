import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayEnd, dayStart, dayText, lastDayOf } from './days.ts'

describe('days of a date field', () => {
  test('what is not a day is none', () => {
    for (const text of ['', '2026', '2026-02', '2026-02-31', '2026-13-01', 'morgen', '12026-01-01']) {
      expect(dayStart(text)).toBeNull()
      expect(dayEnd(text)).toBeNull()
    }
  })

  test('a day begins at its midnight and ends at the next, and its last instant is of that day', () => {
    fc.assert(fc.property(fc.date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }), (date) => {
      const text = dayText(date.getTime())
      const [start, end] = [dayStart(text) ?? NaN, dayEnd(text) ?? NaN]
      expect(start).toBeLessThanOrEqual(date.getTime())
      expect(end).toBeGreaterThan(date.getTime())
      expect(dayText(lastDayOf(end))).toBe(text)
      expect(dayText(start)).toBe(text)
    }), { numRuns: 200 })
  })
})
