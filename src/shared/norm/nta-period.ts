import { ntaRecordRules } from './nta-record-rules.ts'

export type NtaPeriod = {
  /** The first moment of the period and the first moment after it, in milliseconds since 1970. */
  readonly from: number
  readonly until: number
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly lastDay: string
  /** DNS-T3: more months were declared than the norm allows. */
  readonly isCapped: boolean
}

/** The months since year 0 (DNS-T2), or null for anything but `YYYY-MM`. */
export function readMonth(text: string): number | null {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  return parts === null ? null : 12 * Number(parts[1]) + Number(parts[2]) - 1
}

/** From the start month's first day until the day after the end month's last, in Amsterdam (DNS-T1), capped (DNS-T3). */
export function periodOf(startMonth: number, endMonth: number): NtaPeriod {
  const end = Math.min(endMonth, startMonth + ntaRecordRules.longestPeriodMonths)
  return {
    from: monthBegins(startMonth),
    until: monthBegins(end + 1),
    lastDay: new Date(utc(end + 1, 0)).toISOString().slice(0, 10),
    isCapped: end < endMonth,
  }
}

/**
 * Midnight in Amsterdam on a month's first day. Clocks change on the last Sundays of March and October (directive
 * 2000/84/EC), never on a first day, so the month alone tells the offset: no time zone database, no Intl on a hot path.
 */
function monthBegins(month: number): number {
  const isSummer = month % 12 >= 3 && month % 12 <= 9
  return utc(month, 1) - (isSummer ? 2 : 1) * 3_600_000
}

/** Unlike `Date.UTC` this takes the years 0 to 99 as they are. */
const utc = (month: number, day: number): number => new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, day)

/** DNS-T5: which of the reminders, counted from the longest, is due for a record with this last day (`YYYY-MM-DD`); null: none yet. */
export function reminderDue(lastDay: string, at: number): number | null {
  const month = readMonth(lastDay.slice(0, 7)) ?? 0
  const daysAhead = Math.floor((monthBegins(month + 1) - 1 - at) / 86_400_000)
  const due = ntaRecordRules.remindDaysAhead.findLastIndex((days) => daysAhead <= days)
  return due === -1 ? null : due
}
