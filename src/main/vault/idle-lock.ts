/** Injected, so that tests need not wait. */
export interface Timers {
  /** Calls back once after this many milliseconds; returns its end. */
  set(callback: () => void, ms: number): () => void
}

/** A lock that is still to come keeps no process alive. */
export const systemTimers: Timers = {
  set(callback, ms) {
    const timer = setTimeout(callback, ms).unref()
    return () => { clearTimeout(timer) }
  },
}

export interface IdleLock extends Disposable {
  /** The person is there: the time starts anew. */
  touch(): void
  setIdle(ms: number): void
}

interface IdleLockOptions {
  readonly idleMs: number
  readonly now: () => number
  readonly timers: Timers
  readonly onIdle: () => void
}

/**
 * Calls `onIdle` once when nobody has touched it for the idle time. Timers stand still while a machine sleeps, so the clock
 * counts as well: the first touch after a long sleep finds the time gone.
 */
export function createIdleLock({ idleMs, now, timers, onIdle }: IdleLockOptions): IdleLock {
  let idle = idleMs
  let until = 0
  let cancel: (() => void) | null = null
  const stop = () => {
    cancel?.()
    cancel = null
  }
  const expire = () => {
    if (cancel === null) return
    stop()
    onIdle()
  }
  const start = () => {
    stop()
    until = now() + idle
    cancel = timers.set(expire, idle)
  }
  start()
  return {
    touch() {
      if (cancel === null) return
      if (now() >= until) expire()
      else start()
    },
    setIdle(ms) {
      idle = ms
      if (cancel !== null) start()
    },
    [Symbol.dispose]: stop,
  }
}
