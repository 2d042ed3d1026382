const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Unit = 'clock.minutes' | 'clock.hours' | 'clock.days'

/** How far a clock is off, in the largest unit that still says how much. */
export function howFarOff(behindMs: number): { readonly words: Unit; readonly count: number } {
  const off = Math.abs(behindMs)
  if (off < 2 * HOUR_MS) return { words: 'clock.minutes', count: Math.round(off / MINUTE_MS) }
  return off < 2 * DAY_MS ? { words: 'clock.hours', count: Math.round(off / HOUR_MS) } : { words: 'clock.days', count: Math.round(off / DAY_MS) }
}
