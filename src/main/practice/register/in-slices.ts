import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Steps } from '../../../shared/practice/steps.ts'
import { REFOLD_SLICE_MS } from './limits.ts'

/** Does the work between everything else that this thread has to do; null: stopped by the signal before it was done. */
export async function inSlices<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result | null> {
  while (!signal.aborted) {
    const until = performance.now() + REFOLD_SLICE_MS
    do {
      const step = steps.next()
      if (step.done === true) return step.value
    } while (performance.now() < until)
    await nextTurn()
  }
  return null
}
