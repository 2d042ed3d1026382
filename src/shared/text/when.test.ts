import { describe, expect, test } from 'vitest'
import { byteSize, longWhen, plainDate, shortWhen } from './when.ts'

const at = (year: number, month: number, day: number, hour = 12, minute = 0): number => new Date(year, month - 1, day, hour, minute).getTime()
const now = at(2026, 3, 11, 9, 30)

describe('as people say it in a list', () => {
  test.each([
    [at(2026, 3, 11, 9, 12), '09:12'],
    [at(2026, 3, 11, 0, 0), '00:00'],
    [at(2026, 3, 10, 23, 59), 'gisteren'],
    [at(2026, 3, 9), 'ma'],
    [at(2026, 3, 5), 'do'],
    [at(2026, 3, 4), '4 mrt'],
    [at(2025, 12, 31), '31-12-2025'],
    [at(2026, 3, 12, 8, 0), '12 mrt'],
  ])('%i is %s', (instant, words) => {
    expect(shortWhen(instant, now, 'nl')).toBe(words)
  })
})

test('the night the clocks go forward is still yesterday', () => {
  expect(shortWhen(at(2026, 3, 28, 23, 30), at(2026, 3, 29, 8, 0), 'nl')).toBe('gisteren')
})

test.each([
  [at(2026, 3, 11, 9, 12), 'vandaag 09:12', 'today 09:12'],
  [at(2026, 3, 10, 16, 5), 'gisteren 16:05', 'yesterday 16:05'],
  [at(2026, 3, 12, 8, 0), 'morgen 08:00', 'tomorrow 08:00'],
  [at(2026, 3, 2, 9, 12), 'ma 2 maart 09:12', 'Mon 2 March 09:12'],
  [at(2024, 3, 3, 9, 12), '3 maart 2024 09:12', '3 March 2024 09:12'],
])('in a sentence: %i', (instant, dutch, english) => {
  expect(longWhen(instant, now, 'nl')).toBe(dutch)
  expect(longWhen(instant, now, 'en').replace(',', '')).toBe(english)
})

test('a day that stays is written out', () => {
  expect(plainDate(at(2024, 3, 3), 'nl')).toBe('3 maart 2024')
})

test.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [184_200, '184 kB'], [3_240_000, '3,2 MB'], [41_000_000, '41 MB'], [5_600_000_000, '5,6 GB']])('%i bytes is %s', (bytes, words) => {
  expect(byteSize(bytes, 'nl')).toBe(words)
})
