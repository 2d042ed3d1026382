import { TIME_LEFT_SLACK } from '../limits.ts'

/** How long something still takes, as roughly as a person would say it. */
export type TimeLeft = { readonly kind: 'moment' } | { readonly kind: 'minutes' | 'hours'; readonly count: number } | { readonly kind: 'days' }

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What may be said, in ms: each within a sixth of what lies around it. */
const minutes = [1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 40, 50]
const hours = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24]
const steps: readonly { readonly ms: number; readonly says: TimeLeft }[] = [
  { ms: MINUTE / 2, says: { kind: 'moment' } },
  ...minutes.map((count) => ({ ms: count * MINUTE, says: { kind: 'minutes' as const, count } })),
  ...hours.map((count) => ({ ms: count * HOUR, says: { kind: 'hours' as const, count } })),
  { ms: 36 * HOUR, says: { kind: 'days' } },
]

/**
 * The step to show for what is left in ms, given the step that was shown before (null: none). It stays as long as it is about right,
 * so that an estimate that wavers does not make the words waver. A step is a number for `saidOf`.
 */
export function stepFor(leftMs: number, shown: number | null): number {
  const nearest = nearestStep(leftMs)
  if (shown === null || shown === nearest) return nearest
  const [low, high] = [boundAbove(Math.min(shown, nearest)), boundAbove(Math.max(shown, nearest) - 1)]
  // Beyond the nearer edge of what is shown by more than the slack: it is said anew.
  const edge = nearest > shown ? low : high
  const isFar = nearest > shown ? leftMs > edge * (1 + TIME_LEFT_SLACK) : leftMs < edge * (1 - TIME_LEFT_SLACK)
  return isFar ? nearest : shown
}

export const saidOf = (step: number): TimeLeft => steps[Math.min(step, steps.length - 1)]?.says ?? { kind: 'days' }

/** In the middle between two steps, as lengths are compared: by their ratio. */
const boundAbove = (step: number): number => Math.sqrt((steps[step]?.ms ?? Infinity) * (steps[step + 1]?.ms ?? Infinity))

function nearestStep(leftMs: number): number {
  const index = steps.findIndex((_, step) => leftMs < boundAbove(step))
  return index === -1 ? steps.length - 1 : index
}

/** How long until all is there, where several copies run side by side: the slowest counts. Null while one of them cannot be told. */
export function leftOf(copies: readonly { readonly done: number; readonly total: number; readonly rate: { readonly messages: number } | null }[]): number | null {
  const each = copies.filter(({ done, total }) => done < total).map(({ done, total, rate }) => (rate === null ? Infinity : ((total - done) * 1000) / rate.messages))
  const longest = Math.max(0, ...each)
  return Number.isFinite(longest) && copies.length > 0 ? longest : null
}
