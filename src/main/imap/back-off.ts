import { BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS } from '../../shared/limits.ts'

/**
 * How long to wait before the next try, in ms: doubling, and between half and all of it by chance, so that the desks of a
 * practice do not all come back in the same second after their server was away. `chance` is from 0 up to 1.
 */
export function backOff(failures: number, chance: number): number {
  const whole = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(failures, 30))
  return Math.round(whole / 2 + (whole / 2) * chance)
}
