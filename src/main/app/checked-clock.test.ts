import { expect, test } from 'vitest'
import { createCheckedClock } from './checked-clock.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 10, 23, 12)

/** A computer that thinks it is `error` later than it is. */
function computer(error: number) {
  let elapsed = 0
  let set = error
  const told: (number | null)[] = []
  const confirmed: number[] = []
  const clock = createCheckedClock({ onChange: (behind) => { told.push(behind) }, onConfirmed: (at) => { confirmed.push(at - NOON) }, now: () => NOON + elapsed + set, steady: () => elapsed })
  const passes = (ms: number): void => { elapsed += ms }
  return {
    clock, told, confirmed, passes,
    set: (to: number) => { set = to },
    /** A server that knows what time it is. */
    answers: () => { clock.hear({ server: NOON + elapsed, before: NOON + elapsed + set, after: NOON + elapsed + set }) },
  }
}

test('a clock that is right is left alone', () => {
  const { clock, told, answers } = computer(40_000)
  answers()
  expect(clock.behindMs()).toBeNull()
  expect(told).toEqual([])
})

test('one that is off is told once, and again when somebody has set it', () => {
  const { clock, told, answers, passes, set } = computer(-3 * HOUR)
  answers()
  passes(HOUR)
  answers()
  expect(clock.behindMs()).toBe(3 * HOUR)
  expect(told).toEqual([3 * HOUR])
  set(0)
  expect(clock.behindMs()).toBeNull()
  answers()
  expect(told).toEqual([3 * HOUR, null])
})

test('what took too long to ask changes nothing', () => {
  const { clock, told } = computer(0)
  clock.hear({ server: NOON + 9 * HOUR, before: NOON, after: NOON + HOUR })
  expect(told).toEqual([])
  clock[Symbol.dispose]()
})

test('what time it is by a server is said once, and again when somebody has set the clock', () => {
  const { confirmed, answers, passes, set } = computer(9 * HOUR)
  answers()
  passes(HOUR)
  answers()
  expect(confirmed).toEqual([0])
  set(-HOUR)
  answers()
  expect(confirmed).toEqual([0, HOUR])
})
