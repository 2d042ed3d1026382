import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkClock, CLOCK_TOLERANCE_MS } from './checked-clock.ts'

const NOON = Date.UTC(2026, 10, 23, 12)
const HOUR = 3_600_000

test.each([
  ['the same second', NOON, { kind: 'right' }], ['four minutes', NOON + 240_000, { kind: 'right' }],
  ['three hours behind', NOON + 3 * HOUR, { kind: 'off', behindMs: 3 * HOUR }], ['a year ahead', NOON - 8760 * HOUR, { kind: 'off', behindMs: -8760 * HOUR }],
  ['no time at all', NaN, { kind: 'unsure' }],
])('%s', (_, server, expected) => {
  expect(checkClock({ server, before: NOON, after: NOON })).toEqual(expected)
})

test.each([['asked too long', NOON, NOON + HOUR], ['set back while asking', NOON, NOON - HOUR]])('%s: not known', (_, before, after) => {
  expect(checkClock({ server: NOON + 9 * HOUR, before, after })).toEqual({ kind: 'unsure' })
})

test('a clock that was off and is corrected by what was found is right; one that is right is never called off', () => {
  const asking = fc.integer({ min: 0, max: 120_000 })
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), asking, fc.nat(1_000), (error, lasts, late) => {
    const before = NOON - error
    // The server looked at some moment in between, and tells whole seconds.
    const server = Math.floor((NOON + (lasts * late) / 1_000) / 1_000) * 1_000
    const found = checkClock({ server, before, after: before + lasts })
    const behind = found.kind === 'off' ? found.behindMs : 0
    if (Math.abs(error) <= CLOCK_TOLERANCE_MS) expect(found.kind).toBe('right')
    if (Math.abs(error) > CLOCK_TOLERANCE_MS + 121_000) expect(found.kind).toBe('off')
    expect(checkClock({ server, before: before + behind, after: before + lasts + behind }).kind).toBe('right')
  }), { numRuns: 300 })
})
