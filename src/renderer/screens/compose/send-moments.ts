/** A moment to send at, as people plan: by the clock on their wall. */
export type SendMoment = { readonly kind: 'this-afternoon' | 'this-evening' | 'tomorrow-morning' | 'monday-morning'; readonly at: number }

const MORNING = 8
const AFTERNOON = 13
const EVENING = 18
const FRIDAY = 5
const MONDAY = 1
const DAYS = 7

/** So many days later at that hour, whatever the clocks did in between. */
function dayAt(now: number, days: number, hour: number): number {
  const moment = new Date(now)
  moment.setDate(moment.getDate() + days)
  return moment.setHours(hour, 0, 0, 0)
}

/** What is offered now: what lies ahead today by an hour and more, tomorrow, and after a Friday the Monday. */
export function sendMoments(now: number): SendMoment[] {
  const today = new Date(now)
  const weekday = today.getDay()
  const isBefore = (hour: number): boolean => today.getHours() < hour - 1
  const untilMonday = (MONDAY - weekday + DAYS) % DAYS
  return [
    ...(isBefore(AFTERNOON) ? [{ kind: 'this-afternoon', at: dayAt(now, 0, AFTERNOON) } as const] : []),
    ...(isBefore(EVENING) ? [{ kind: 'this-evening', at: dayAt(now, 0, EVENING) } as const] : []),
    { kind: 'tomorrow-morning', at: dayAt(now, 1, MORNING) },
    ...(weekday >= FRIDAY ? [{ kind: 'monday-morning', at: dayAt(now, untilMonday, MORNING) } as const] : []),
  ]
}

const two = (number: number): string => String(number).padStart(2, '0')

/** A moment as a field for date and time holds it: `2026-11-24T08:00`. */
export function fieldValue(moment: number): string {
  const date = new Date(moment)
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Further ahead than a year is a slip of the fingers. */
const FURTHEST_DAYS = 366

export type ChosenMoment = { readonly kind: 'moment'; readonly at: number } | { readonly kind: 'none' | 'past' | 'too-far' }

/** What somebody typed into that field. */
export function readField(value: string, now: number): ChosenMoment {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) ? new Date(value).getTime() : NaN
  if (Number.isNaN(at)) return { kind: 'none' }
  if (at <= now) return { kind: 'past' }
  return at > dayAt(now, FURTHEST_DAYS, 0) ? { kind: 'too-far' } : { kind: 'moment', at }
}
