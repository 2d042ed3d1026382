/** Days as a Dutch practice has them: counted from 1 January 1970 in Amsterdam, with the public holidays on which it is closed. */

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
/** ECMA-262, 21.4.1.1. */
const LAST_MOMENT = 8_640_000_000_000_000

/** How far Amsterdam is ahead of UTC: clocks change on the last Sundays of March and October at 1:00 UTC (directive 2000/84/EC). */
function aheadAt(at: number): number {
  const year = new Date(at).getUTCFullYear()
  return at >= lastSundayOf(year, 2) && at < lastSundayOf(year, 9) ? 2 * HOUR_MS : HOUR_MS
}

/** As a clock there has it, read in UTC; the last moment that a date can hold stays within it. */
const localOf = (at: number): number => Math.min(at + aheadAt(at), LAST_MOMENT)

/** 1:00 UTC on the last Sunday of a month that has 31 days. */
function lastSundayOf(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1)
  return last - new Date(last).getUTCDay() * DAY_MS
}

/** A moment as a day and the time since its midnight, in Amsterdam. */
export function dayOf(at: number): { day: number; timeMs: number } {
  const local = localOf(at)
  const day = Math.floor(local / DAY_MS)
  return { day, timeMs: local - day * DAY_MS }
}

/** The moment at a time of a day; on the two Sundays on which clocks change, only up to 2:00. */
export function momentOf({ day, timeMs }: { day: number; timeMs: number }): number {
  const local = day * DAY_MS + timeMs
  return local - aheadAt(local - HOUR_MS)
}

/** `17:00`: the time of day that it is there. */
export const clockOf = (at: number): string => new Date(localOf(at)).toISOString().slice(11, 16)

export const yearOf = (at: number): number => new Date(localOf(at)).getUTCFullYear()

/** `12 maart 2026`, or `donderdag 12 maart`: the day that it is there, wherever this computer is. */
export const dayInWords = (at: number, locale: string, { withYear = true, withWeekday = false }: { withYear?: boolean; withWeekday?: boolean } = {}): string =>
  new Date(localOf(at)).toLocaleDateString(locale, {
    timeZone: 'UTC', day: 'numeric', month: 'long', ...(withYear ? { year: 'numeric' as const } : {}), ...(withWeekday ? { weekday: 'long' as const } : {}),
  })

/** 1 January 1970 was a Thursday. */
const isWeekend = (day: number): boolean => [2, 3].includes(((day % 7) + 7) % 7)

/**
 * Saturday, Sunday, or a day off in the collective agreement of general practices: New Year's Day, Easter Monday, King's Day, Ascension Day,
 * Whit Monday, both days of Christmas, and Liberation Day once in five years.
 */
export const isClosed = (day: number): boolean => isWeekend(day) || holidaysOf(new Date(day * DAY_MS).getUTCFullYear()).includes(day)

function holidaysOf(year: number): number[] {
  const easter = easterOf(year)
  const on = (month: number, date: number): number => Date.UTC(year, month - 1, date) / DAY_MS
  // On a Sunday the birthday is kept the day before, which is no working day either.
  return [on(1, 1), easter + 1, on(4, 27), easter + 39, easter + 50, on(12, 25), on(12, 26), ...(year % 5 === 0 ? [on(5, 5)] : [])]
}

/** Easter Sunday (Meeus, Astronomical Algorithms, chapter 8). */
function easterOf(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1) / DAY_MS
}
