import { setTimeout as pause } from 'node:timers/promises'
import { DISK_FULL_RETRY_MS } from '../../../shared/limits.ts'
import { isDiskFull } from '../../store/store.ts'

/** A full disk takes nothing now: it waits for room, and nothing after it comes. `instead`: what it gives where it was closed. */
export async function takePatiently<Result>(take: () => Result | Promise<Result>, signal: AbortSignal, instead: Result): Promise<Result> {
  for (;;) {
    try {
      return await take()
    } catch (error) {
      if (!isDiskFull(error)) throw error
      await pause(DISK_FULL_RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return instead
    }
  }
}
