import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leftOf, saidOf, stepFor } from './time-left.ts'

const MINUTE = 60_000
const said = (ms: number) => saidOf(stepFor(ms, null))

describe('how long it still takes', () => {
  test.each([
    [0, { kind: 'moment' }], [20_000, { kind: 'moment' }], [MINUTE, { kind: 'minutes', count: 1 }], [5 * MINUTE + 10_000, { kind: 'minutes', count: 5 }],
    [6 * MINUTE, { kind: 'minutes', count: 7 }], [61 * MINUTE, { kind: 'hours', count: 1 }], [100 * MINUTE, { kind: 'hours', count: 1.5 }], [100 * 3_600_000, { kind: 'days' }], [Infinity, { kind: 'days' }],
  ] as const)('%d ms', (ms, says) => {
    expect(said(ms)).toEqual(says)
  })

  const duration = fc.integer({ min: 0, max: 40 * 3_600_000 })

  test('an estimate that wavers by a tenth changes the words at most once', () => {
    fc.assert(fc.property(duration, fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 40 }), (ms, wavers) => {
      let shown: number | null = null
      let changes = 0
      for (const waver of wavers) {
        const next: number = stepFor(ms * waver, shown)
        if (shown !== null && next !== shown) changes += 1
        shown = next
      }
      expect(changes).toBeLessThanOrEqual(1)
    }))
  })

  test('while the time runs down the words never go up, and end in a moment', () => {
    fc.assert(fc.property(duration, fc.integer({ min: 2, max: 60 }), (ms, count) => {
      let shown = stepFor(ms, null)
      for (let index = 1; index <= count; index += 1) {
        const next = stepFor(ms * (1 - index / count), shown)
        expect(next).toBeLessThanOrEqual(shown)
        shown = next
      }
      expect(saidOf(shown)).toEqual({ kind: 'moment' })
    }))
  })
})

test('of several copies the slowest counts, and one that cannot be told cannot be left out', () => {
  const copy = (done: number, total: number, messages: number | null) => ({ done, total, rate: messages === null ? null : { messages } })
  expect(leftOf([copy(0, 100, 10), copy(50, 100, 1)])).toBe(50_000)
  expect(leftOf([copy(0, 100, 10), copy(50, 100, null)])).toBeNull()
  expect(leftOf([copy(100, 100, null), copy(0, 100, 10)])).toBe(10_000)
  expect(leftOf([])).toBeNull()
})
