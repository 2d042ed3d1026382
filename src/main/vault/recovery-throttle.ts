import { FREE_RECOVERY_TRIES, MAX_RECOVERY_WAIT_MS, RECOVERY_WAIT_MS } from '../../shared/limits.ts'
import type { Timers } from './idle-lock.ts'

/** Slows down whoever guesses at the screen; whoever has the file is slowed down by scrypt and stopped by 140 bits. */
export interface RecoveryThrottle {
  /** Settles when the next try may be made. */
  wait(): Promise<void>
  failed(): void
  succeeded(): void
}

export function createRecoveryThrottle(timers: Timers): RecoveryThrottle {
  let failures = 0
  return {
    wait() {
      const ms = waitAfter(failures)
      return ms === 0 ? Promise.resolve() : new Promise((resolve) => { timers.set(resolve, ms) })
    },
    failed() { failures++ },
    succeeded() { failures = 0 },
  }
}

/** In milliseconds: nothing at first, then twice as long each time, up to a limit. */
export const waitAfter = (failures: number): number =>
  failures < FREE_RECOVERY_TRIES ? 0 : Math.min(MAX_RECOVERY_WAIT_MS, RECOVERY_WAIT_MS * 2 ** (failures - FREE_RECOVERY_TRIES))
