import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayEnd, dayStart, dayText, lastDayOf, readDay, shownDay } from './days.ts'

describe('days of a date field', () => {
  test('what is not a day is none', () => {
    for (const text of ['', '2026', '2026-02', '2026-02-31', '2026-13-01', 'morgen', '12026-01-01']) {
      expect(dayStart(text)).toBeNull()
      expect(dayEnd(text)).toBeNull()
    }
  })

  test.each([
    ['2026-03-12', '2026-03-12'], ['12-3-2026', '2026-03-12'], ['12/03/26', '2026-03-12'], [' 12 maart 2026 ', '2026-03-12'], ['12 mrt 2026', '2026-03-12'], ['1 Mei 2026', '2026-05-01'], ['3 oct 2026', '2026-10-03'],
    ['12 ma 2026', null], ['3 jun 2026', '2026-06-03'], ['31-4-2026', null], ['12-13-2026', null], ['12-3', null], ['morgen', null], ['', null], ['12--3--2026', '2026-03-12'],
  ])('%j is read as %j', (typed, day) => {
    expect(readDay(typed)).toBe(day)
  })

  test('what stands in the field is read back as the same day, in both languages', () => {
    fc.assert(fc.property(fc.date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }), fc.constantFrom('nl' as const, 'en' as const), (date, language) => {
      const text = dayText(date.getTime())
      expect(readDay(shownDay(text, language))).toBe(text)
    }), { numRuns: 200 })
    expect([shownDay('2026-03-12', 'nl'), shownDay('2026-03-12', 'en'), shownDay('12 ma', 'nl')]).toEqual(['12-03-2026', '12/03/2026', '12 ma'])
  })

  test('the days are those of the practice, wherever the computer is', () => {
    expect([dayStart('2026-03-12'), dayEnd('2026-03-12')]).toEqual([Date.UTC(2026, 2, 11, 23), Date.UTC(2026, 2, 12, 23)])
    expect([dayStart('2026-07-01'), dayText(Date.UTC(2026, 5, 30, 22))]).toEqual([Date.UTC(2026, 5, 30, 22), '2026-07-01'])
    // Both Sundays on which clocks change.
    for (const [day, hours] of [['2026-03-29', 23], ['2026-10-25', 25]] as const) expect((dayEnd(day) ?? 0) - (dayStart(day) ?? 0)).toBe(hours * 3_600_000)
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
