import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS } from '../../shared/limits.ts'
import { backOff } from './back-off.ts'

test('the first try comes soon, later ones further apart, never beyond the limit', () => {
  fc.assert(fc.property(fc.nat({ max: 10_000 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (failures, chance) => {
    const wait = backOff(failures, chance)
    expect(wait).toBeLessThanOrEqual(BACK_OFF_MAX_MS)
    expect(wait).toBeGreaterThanOrEqual(Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(failures, 30)) / 2)
  }))
  expect(backOff(0, 0.999)).toBeLessThanOrEqual(BACK_OFF_FIRST_MS)
})

test('two desks wait differently', () => {
  expect(backOff(5, 0.1)).not.toBe(backOff(5, 0.9))
})
