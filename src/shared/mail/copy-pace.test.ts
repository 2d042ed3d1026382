import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heldBy, holdOf, noPace, rateOf, resumedAt, usualConditions, withBatch } from './copy-pace.ts'

const onBattery = (percent: number | null) => ({ battery: { isDischarging: true, percent }, isMetered: false })

describe('when old mail waits', () => {
  test.each([
    ['nothing is known', usualConditions, null],
    ['the battery is being charged', { battery: { isDischarging: false, percent: 3 }, isMetered: false }, null],
    ['the battery is full enough', onBattery(50), null],
    ['the battery is low', onBattery(49), { kind: 'battery', percent: 49 }],
    ['nobody knows how low it is', onBattery(null), { kind: 'battery', percent: null }],
    ['the line is paid by the byte', { ...onBattery(10), isMetered: true }, { kind: 'metered' }],
  ] as const)('%s', (_, conditions, held) => {
    expect(heldBy(conditions)).toEqual(held)
    expect(holdOf({ isPaused: false, goesOn: false, conditions })).toEqual(held)
    expect(holdOf({ isPaused: false, goesOn: true, conditions })).toBeNull()
    expect(holdOf({ isPaused: true, goesOn: true, conditions })).toEqual({ kind: 'paused' })
  })
})

describe('the pace', () => {
  const steady = (count: number, from = noPace(0)) =>
    Array.from({ length: count }).reduce<ReturnType<typeof noPace>>((pace) => withBatch(pace, { at: pace.at + 500, messages: 100, bytes: 6_000_000 }), from)

  test('is said once it is known', () => {
    expect(rateOf(steady(3))).toBeNull()
    expect(rateOf(steady(20))?.messages).toBeCloseTo(200, -1)
    expect(rateOf(steady(20))?.bytes).toBeCloseTo(12_000_000, -6)
  })

  test('a wait between two batches does not slow it down', () => {
    const before = steady(40)
    const afterWait = withBatch(resumedAt(before, before.at + 3_600_000), { at: before.at + 3_600_500, messages: 100, bytes: 6_000_000 })
    expect(rateOf(afterWait)?.messages).toBeCloseTo(200, -1)
    expect(rateOf(withBatch(before, { at: before.at + 3_600_000, messages: 100, bytes: 1 }))).toEqual(rateOf(before))
  })

  test('whatever comes, it is a number that is neither less than nothing nor without end', () => {
    const batch = fc.record({ at: fc.integer({ min: 0, max: 10_000_000 }), messages: fc.nat(500), bytes: fc.nat(50_000_000) })
    fc.assert(fc.property(fc.array(batch, { maxLength: 50 }), (batches) => {
      const rate = rateOf(batches.reduce(withBatch, noPace(0)))
      if (rate === null) return
      expect(rate.messages).toBeGreaterThan(0)
      expect(Number.isFinite(rate.messages) && Number.isFinite(rate.bytes)).toBe(true)
    }))
  })
})
