import type { Timers } from '../../src/main/vault/idle-lock.ts'

/** A clock that moves only when told to, and calls back what has become due. */
export interface HandClock extends Timers {
  readonly now: () => number
  /** The machine is awake meanwhile: timers run. */
  pass(ms: number): void
  /** The machine sleeps: the clock goes on, timers stand still. */
  sleep(ms: number): void
}

export function handClock(start = Date.UTC(2026, 2, 2, 8, 30)): HandClock {
  let now = start
  let awake = 0
  const due = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => now,
    set(callback, ms) {
      const timer = { at: awake + ms, callback }
      due.add(timer)
      return () => { due.delete(timer) }
    },
    pass(ms) {
      const end = awake + ms
      for (;;) {
        const next = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        now += next.at - awake
        awake = next.at
        due.delete(next)
        next.callback()
      }
      now += end - awake
      awake = end
    },
    sleep(ms) { now += ms },
  }
}
