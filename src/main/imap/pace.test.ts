import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BATCH_MESSAGES, BATCH_MS } from '../../shared/limits.ts'
import { Pace } from './pace.ts'

test('on a fast line batches grow to the limit', () => {
  const pace = new Pace()
  for (let batch = 0; batch < 10; batch += 1) pace.record(pace.messages, 20)
  expect(pace.messages).toBe(BATCH_MESSAGES)
})

test('on a slow line one at a time', () => {
  const pace = new Pace()
  pace.record(pace.messages, 60_000)
  expect(pace.messages).toBe(1)
})

test('a batch is never empty and never too large, whatever the clock says', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(500), fc.integer({ min: -1_000, max: 1_000_000 }))), (batches) => {
    const pace = new Pace()
    for (const [messages, ms] of batches) {
      pace.record(messages, ms)
      expect(pace.messages).toBeGreaterThanOrEqual(1)
      expect(pace.messages).toBeLessThanOrEqual(BATCH_MESSAGES)
    }
  }))
})

test('at a steady speed the batch settles at the wanted time', () => {
  const pace = new Pace()
  const msPerMessage = 25
  for (let batch = 0; batch < 20; batch += 1) pace.record(pace.messages, pace.messages * msPerMessage)
  expect(pace.messages * msPerMessage).toBe(BATCH_MS)
})
