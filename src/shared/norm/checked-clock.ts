/** What a server's clock said, and between which moments of our own (ms since 1970) it said so. */
export interface ServerTime {
  readonly server: number
  readonly before: number
  readonly after: number
}

/**
 * How this computer's clock stands beside a server's. `behindMs` is what has to be added to ours, less than nothing when ours is ahead.
 * `unsure`: it took too long to tell.
 */
export type ClockCheck = { readonly kind: 'right' } | { readonly kind: 'off'; readonly behindMs: number } | { readonly kind: 'unsure' }

/** A few minutes say nothing: no period of a record and no signature is that short, and many a practice's server differs by one. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000

/** Longer than this and it is not known when the server looked at its clock: the computer slept, or the line stood still. */
const LONGEST_ASKING_MS = 2 * 60_000

/** Servers tell whole seconds. */
const WHOLE_SECOND_MS = 1_000

/** Compares our clock with a server's; see {@link CLOCK_TOLERANCE_MS}. */
export function checkClock({ server, before, after }: ServerTime): ClockCheck {
  if (!Number.isFinite(server) || after < before || after - before > LONGEST_ASKING_MS) return { kind: 'unsure' }
  const isBehind = server > after + CLOCK_TOLERANCE_MS
  const isAhead = server + WHOLE_SECOND_MS < before - CLOCK_TOLERANCE_MS
  return isBehind || isAhead ? { kind: 'off', behindMs: Math.round(server - (before + after) / 2) } : { kind: 'right' }
}
