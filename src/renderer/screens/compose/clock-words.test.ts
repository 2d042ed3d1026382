import { expect, test } from 'vitest'
import { howFarOff } from './clock-words.ts'

test.each([[6 * 60_000, 'clock.minutes', 6], [-90 * 60_000, 'clock.minutes', 90], [3 * 3_600_000, 'clock.hours', 3], [-400 * 86_400_000, 'clock.days', 400]])('%i ms: %s %i', (ms, words, count) => {
  expect(howFarOff(ms)).toEqual({ words, count })
})
