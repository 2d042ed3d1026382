import { BATTERY_HOLDS_BELOW_PERCENT, PACE_GAP_MS, PACE_KNOWN_AFTER_MS, PACE_WINDOW_MS } from '../limits.ts'

/** What this workstation runs on, as far as it can be told. */
export interface Conditions {
  /** Null: it has no battery, or does not tell; `percent` null: on battery, how full is not known. */
  readonly battery: { readonly isDischarging: boolean; readonly percent: number | null } | null
  /** The line is paid by the byte, or the person asked their computer to save data. */
  readonly isMetered: boolean
}

/** Nothing is known of it: then nothing waits for it. */
export const usualConditions: Conditions = { battery: null, isMetered: false }

/** Why old mail is not copied now; new mail comes all the same. */
export type Hold = { readonly kind: 'paused' } | { readonly kind: 'battery'; readonly percent: number | null } | { readonly kind: 'metered' }

/** `goesOn`: somebody said that it should go on despite battery and line. Who paused it, paused it. */
export function holdOf({ isPaused, goesOn, conditions }: { isPaused: boolean; goesOn: boolean; conditions: Conditions }): Hold | null {
  if (isPaused) return { kind: 'paused' }
  if (goesOn) return null
  return heldBy(conditions)
}

/** Why these conditions let old mail wait. A battery of which nobody knows how full it is counts as nearly empty. */
export function heldBy({ battery, isMetered }: Conditions): Exclude<Hold, { kind: 'paused' }> | null {
  if (isMetered) return { kind: 'metered' }
  if (battery === null || !battery.isDischarging) return null
  const { percent } = battery
  return percent === null || percent < BATTERY_HOLDS_BELOW_PERCENT ? { kind: 'battery', percent } : null
}

/** What was copied lately: sums that fade, so that a pace follows the line without jumping at every message. */
export interface CopyPace {
  /** When the last of it came, ms since 1970. */
  readonly at: number
  readonly messages: number
  readonly bytes: number
  readonly ms: number
}

export const noPace = (at: number): CopyPace => ({ at, messages: 0, bytes: 0, ms: 0 })

/** A batch came in. A long silence before it was waiting, and a clock that was set back tells nothing. */
export function withBatch(pace: CopyPace, batch: { readonly at: number; readonly messages: number; readonly bytes: number }): CopyPace {
  const ms = batch.at - pace.at
  if (ms < 0 || ms > PACE_GAP_MS) return { ...pace, at: batch.at }
  const kept = Math.exp(-ms / PACE_WINDOW_MS)
  return { at: batch.at, messages: pace.messages * kept + batch.messages, bytes: pace.bytes * kept + batch.bytes, ms: pace.ms * kept + ms }
}

/** Copying goes on after it waited: the wait does not count. */
export const resumedAt = (pace: CopyPace, at: number): CopyPace => ({ ...pace, at })

/** Messages and bytes a second; null until that can be said. */
export function rateOf({ messages, bytes, ms }: CopyPace): { messages: number; bytes: number } | null {
  if (ms < PACE_KNOWN_AFTER_MS || messages <= 0) return null
  return { messages: (messages * 1000) / ms, bytes: (bytes * 1000) / ms }
}
