import { dayOf, momentOf } from '../../../shared/practice/dutch-days.ts'

/** Days as a date field has them (`2026-03-12`), and the instants they stand for in the practice: also on a laptop that is abroad. */

const DAY_MS = 86_400_000

const two = (part: number): string => String(part).padStart(2, '0')

export const dayText = (instant: number): string => new Date(dayOf(instant).day * DAY_MS).toISOString().slice(0, 10)

const MONTHS: Readonly<Record<'nl' | 'en', readonly string[]>> = {
  nl: ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'],
  en: ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'],
}

/** A month by its name or the beginning of it, in either language: 1 to 12; null: none, or more than one. */
function monthNamed(word: string): number | null {
  if (word === 'mrt') return 3
  const found = new Set(Object.values(MONTHS).flatMap((names) => names.flatMap((name, at) => (word.length >= 3 && name.startsWith(word) ? [at + 1] : []))))
  const [only, ...others] = found
  return only === undefined || others.length > 0 ? null : only
}

/** The day that somebody typed: 12-3-2026, 12/03/26, 12 maart 2026, or as `dayText` writes it; null: no such day. Day before month, whatever the language. */
export function readDay(text: string): string | null {
  const written = text.trim().toLowerCase()
  if (dayStart(written) !== null) return written
  const [, day, month, year] = /^(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)\.?[\s./-]+(\d{2}|\d{4})$/.exec(written) ?? []
  if (day === undefined || month === undefined || year === undefined) return null
  const number = /^\d/.test(month) ? Number(month) : monthNamed(month)
  const made = number === null ? '' : `${year.length === 2 ? '20' : ''}${year}-${two(number)}-${two(Number(day))}`
  return dayStart(made) === null ? null : made
}

/** As it stands in the field: 12-03-2026 in Dutch, 12/03/2026 in English; what is no day stays as it is. */
export function shownDay(text: string, language: 'nl' | 'en'): string {
  if (dayStart(text) === null) return text
  const [year = '', month = '', day = ''] = text.split('-')
  return [day, month, year].join(language === 'nl' ? '-' : '/')
}

/** Midnight at the beginning of a day; null: no day is filled in. */
export function dayStart(text: string): number | null {
  const day = numberOf(text)
  return day === null ? null : momentOf({ day, timeMs: 0 })
}

/** Midnight at the end of a day: who is here "until 12 March" is here all of that day, also on the days that clocks change. */
export function dayEnd(text: string): number | null {
  const day = numberOf(text)
  return day === null ? null : momentOf({ day: day + 1, timeMs: 0 })
}

/** Counted from 1 January 1970; 31 April would be the first of May, and is none. */
function numberOf(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at / DAY_MS
}

/** The last day of something that ends at this instant. */
export const lastDayOf = (until: number): number => until - 1
