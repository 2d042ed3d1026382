/** RT-12: how long mail may wait before somebody hears of it. The norm's limit for not delivering is 24 hours (NTA-6.1.3). */
export const WAIT_WARNING_MS = 4 * 3_600_000
export const WAIT_ALARM_MS = 20 * 3_600_000

export type WaitLevel = 'none' | 'warning' | 'alarm'

/** Mail that was confirmed and that no server has taken: since when, in ms since 1970, or for which later moment it was meant. */
export type Waiting = { readonly confirmedAt: number; readonly scheduledFor: number | null }

/** How urgent it is that it still waits. What was meant for later waits from then on; a clock that was set back makes nothing urgent. */
export function waitLevel({ confirmedAt, scheduledFor }: Waiting, now: number): WaitLevel {
  const waited = now - Math.max(confirmedAt, scheduledFor ?? confirmedAt)
  if (waited >= WAIT_ALARM_MS) return 'alarm'
  return waited >= WAIT_WARNING_MS ? 'warning' : 'none'
}
