/** What the practice promises about mail to its shared mailboxes (R10); null: nothing. */
export interface Promises {
  readonly readWithinHours: number | null
  readonly answerWithinWorkingDays: number | null
}

export interface Promised {
  readonly promise: 'read' | 'answer'
  /** Milliseconds since 1970. */
  readonly at: number
}

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** When the next promise about a message is broken: reading first, then answering. Null: none was made, or it is kept. */
export function answerDue({ readWithinHours, answerWithinWorkingDays }: Promises, { receivedAt, isRead }: { receivedAt: number; isRead: boolean }): Promised | null {
  const read = readWithinHours === null || isRead ? null : { promise: 'read' as const, at: receivedAt + readWithinHours * HOUR_MS }
  const answer = answerWithinWorkingDays === null ? null : { promise: 'answer' as const, at: workingDaysAfter(receivedAt, answerWithinWorkingDays) }
  if (read === null || answer === null) return read ?? answer
  return read.at <= answer.at ? read : answer
}

/**
 * The same time of day so many working days later; Saturday and Sunday do not count, and what comes in on them counts from Monday
 * 0:00. By the calendar in UTC, which is at most two hours off in the Netherlands; public holidays are not known here.
 */
export function workingDaysAfter(from: number, days: number): number {
  let at = isWeekend(from) ? Math.floor(from / DAY_MS) * DAY_MS : from
  while (isWeekend(at)) at += DAY_MS
  for (let left = days; left > 0; left -= isWeekend(at) ? 0 : 1) at += DAY_MS
  return at
}

/** 1 January 1970 was a Thursday. */
const isWeekend = (at: number): boolean => [2, 3].includes(Math.floor(at / DAY_MS) % 7)
