import { expect, test } from 'vitest'
import { Bell } from './bell.ts'

const never = new AbortController().signal
const HOUR_MS = 3_600_000

test('a ring wakes all who rest', async () => {
  const bell = new Bell()
  const resting = Promise.all([bell.wait(HOUR_MS, never), bell.wait(HOUR_MS, never)])
  bell.ring()
  await expect(resting).resolves.toHaveLength(2)
})

test('a stop wakes, and who comes after a stop does not rest', async () => {
  const bell = new Bell()
  const stop = new AbortController()
  const resting = bell.wait(HOUR_MS, stop.signal)
  stop.abort()
  await resting
  await bell.wait(HOUR_MS, stop.signal)
})

test('time wakes too', async () => {
  await new Bell().wait(1, never)
})

test('no time is no rest', async () => {
  await new Bell().wait(0, never)
  await new Bell().wait(-5, never)
})
