import { dayOf, isClosed, momentOf } from './dutch-days.ts'

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

/** When the next promise about a message is broken: reading first, then answering. Null: none was made, or it is kept. */
export function answerDue({ readWithinHours, answerWithinWorkingDays }: Promises, { receivedAt, isRead }: { receivedAt: number; isRead: boolean }): Promised | null {
  const read = readWithinHours === null || isRead ? null : { promise: 'read' as const, at: receivedAt + readWithinHours * HOUR_MS }
  const answer = answerWithinWorkingDays === null ? null : { promise: 'answer' as const, at: workingDaysAfter(receivedAt, answerWithinWorkingDays) }
  if (read === null || answer === null) return read ?? answer
  return read.at <= answer.at ? read : answer
}

/**
 * The same time of day so many working days later. Weekends and public holidays do not count; what comes in on them counts from 0:00 on
 * the first working day, so that all of the next one is there for it.
 */
export function workingDaysAfter(from: number, days: number): number {
  const received = dayOf(from)
  let { day } = received
  const timeMs = isClosed(day) ? 0 : received.timeMs
  while (isClosed(day)) day += 1
  for (let left = days; left > 0; left -= isClosed(day) ? 0 : 1) day += 1
  return momentOf({ day, timeMs })
}
