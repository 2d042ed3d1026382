import { expect, test } from 'vitest'
import { handClock } from '../../../test/vault/hand-clock.ts'
import { createIdleLock } from './idle-lock.ts'

function watched(idleMs = 60_000) {
  const clock = handClock()
  let idles = 0
  const lock = createIdleLock({ idleMs, now: clock.now, timers: clock, onIdle: () => { idles++ } })
  return { clock, lock, idles: () => idles }
}

test('locks when nobody was there for the whole time, once', () => {
  const { clock, idles } = watched()
  clock.pass(59_999)
  expect(idles()).toBe(0)
  clock.pass(1)
  expect(idles()).toBe(1)
  clock.pass(600_000)
  expect(idles()).toBe(1)
})

test('each touch starts the time anew', () => {
  const { clock, lock, idles } = watched()
  for (let minute = 0; minute < 10; minute++) {
    clock.pass(50_000)
    lock.touch()
  }
  expect(idles()).toBe(0)
  clock.pass(60_000)
  expect(idles()).toBe(1)
})

test('a touch after a long sleep locks instead of staying open', () => {
  const { clock, lock, idles } = watched()
  clock.sleep(60_000)
  lock.touch()
  expect(idles()).toBe(1)
})

test('a clock that was set back does not keep it open', () => {
  const { clock, idles } = watched()
  clock.sleep(-3_600_000)
  clock.pass(60_000)
  expect(idles()).toBe(1)
})

test('another idle time counts from now', () => {
  const { clock, lock, idles } = watched()
  clock.pass(50_000)
  lock.setIdle(120_000)
  clock.pass(119_999)
  expect(idles()).toBe(0)
  clock.pass(1)
  expect(idles()).toBe(1)
})

test('after its end nothing happens any more', () => {
  const { clock, lock, idles } = watched()
  lock[Symbol.dispose]()
  lock.touch()
  lock.setIdle(1_000)
  clock.pass(600_000)
  expect(idles()).toBe(0)
})
