import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOf, dayInWords, dayOf, isClosed, momentOf, yearOf } from './dutch-days.ts'

const DAY_MS = 86_400_000
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS

test.each([
  '2026-01-01', '2026-04-06', '2026-04-27', '2026-05-14', '2026-05-25', '2026-12-25', '2026-12-26', // of one year
  '2025-05-05', '2024-04-01', '2027-03-29', '2038-04-26', '2000-04-24', '2026-11-21', '2026-11-22',
])('a practice is closed on %s', (text) => {
  expect(isClosed(day(text))).toBe(true)
})

test.each(['2026-01-02', '2026-04-03', '2026-05-05', '2026-12-24', '2026-12-28', '2027-04-26', '2026-11-23'])('and open on %s', (text) => {
  expect(isClosed(day(text))).toBe(false)
})

test('days begin at midnight in Amsterdam, summer and winter, as the time zone database has it', () => {
  const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' })
  fc.assert(fc.property(fc.integer({ min: 0, max: 2_200_000_000 }), (seconds) => {
    // Since 1996 the whole union changes its clocks on the same days.
    const at = Date.UTC(1997, 0, 1) + seconds * 1_000
    const { day: its, timeMs } = dayOf(at)
    expect(new Date(its * DAY_MS + timeMs).toISOString().slice(0, 19)).toBe(clock.format(at).replace(' ', 'T'))
    if (!isClosed(its)) expect(momentOf({ day: its, timeMs })).toBe(at)
  }))
})

test('in words it is the day and the time there, summer and winter', () => {
  const newYear = Date.UTC(2026, 11, 31, 23, 5)
  expect([dayInWords(newYear, 'nl-NL'), clockOf(newYear), yearOf(newYear)]).toEqual(['1 januari 2027', '00:05', 2027])
  // Anybody may have written any end into a grant.
  for (const at of [0, 8_640_000_000_000_000]) expect([clockOf(at), yearOf(at), dayInWords(at, 'nl-NL')]).not.toContain('Invalid Date')
  expect([dayInWords(Date.UTC(2026, 6, 1, 22), 'nl-NL', { withYear: false }), clockOf(Date.UTC(2026, 6, 1, 22))]).toEqual(['2 juli', '00:00'])
  expect(dayInWords(Date.UTC(2026, 6, 1, 22), 'nl-NL', { withYear: false, withWeekday: true })).toBe('donderdag 2 juli')
})
