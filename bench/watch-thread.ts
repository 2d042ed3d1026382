import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { round } from './spread.ts'
import type { Stall } from './whole-core.ts'

const TICK_MS = 2

/** Does the work with a clock beside it, on this thread. The first moments count too. */
export async function watched(work: () => Promise<unknown>): Promise<Stall> {
  const clock = monitorEventLoopDelay({ resolution: TICK_MS })
  let [before, busiest] = [process.threadCpuUsage(), 0]
  const timer = setInterval(() => {
    const now = process.threadCpuUsage()
    busiest = Math.max(busiest, now.user + now.system - before.user - before.system)
    before = now
  }, TICK_MS)
  clock.enable()
  try {
    await work()
    // What was done last shows at the next tick.
    await delay(TICK_MS * 10)
  } finally {
    clock.disable()
    clearInterval(timer)
  }
  return { p99Ms: round(clock.percentile(99) / 1e6, 1), maxMs: round(clock.max / 1e6, 1), maxBusyMs: round(busiest / 1e3, 1) }
}
