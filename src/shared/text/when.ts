import { localeOf, type Language } from './table.ts'

const DAY_MS = 86_400_000
const KILO = 1000

/** Calendar days between two moments, in the workstation's time zone: 0 is the same day, 1 is the day before `now`. */
const daysAgo = (instant: number, now: number): number =>
  Math.round((new Date(now).setHours(12, 0, 0, 0) - new Date(instant).setHours(12, 0, 0, 0)) / DAY_MS)

const dayWord = (days: number, locale: string): string =>
  new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day')

const two = (number: number): string => String(number).padStart(2, '0')

/** `09:41`, in both languages. */
export function clockTime(instant: number): string {
  const date = new Date(instant)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** For a list, as short as people say it: `09:38`, `gisteren`, `ma`, `12 mrt`, `12-03-2024`. */
export function shortWhen(instant: number, now: number, language: Language): string {
  const locale = localeOf[language]
  const days = daysAgo(instant, now)
  const date = new Date(instant)
  if (days === 0) return clockTime(instant)
  if (days === 1) return dayWord(1, locale)
  if (days > 1 && days < 7) return date.toLocaleDateString(locale, { weekday: 'short' })
  return date.getFullYear() === new Date(now).getFullYear()
    ? date.toLocaleDateString(locale, { day: 'numeric', month: 'short' })
    : date.toLocaleDateString(locale, { day: '2-digit', month: '2-digit', year: 'numeric' })
}

/** In a sentence or a heading: `vandaag 09:12`, `gisteren 16:05`, `morgen 08:00`, `ma 3 maart 09:12`, `3 maart 2024 09:12`. */
export function longWhen(instant: number, now: number, language: Language): string {
  const locale = localeOf[language]
  const days = daysAgo(instant, now)
  const date = new Date(instant)
  const time = clockTime(instant)
  if (Math.abs(days) <= 1) return `${dayWord(days, locale)} ${time}`
  const day = date.getFullYear() === new Date(now).getFullYear()
    ? date.toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'long' })
    : date.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  return `${day} ${time}`
}

/** `3 maart 2024`: a day in a list of things that stay. */
export const plainDate = (instant: number, language: Language): string =>
  new Date(instant).toLocaleDateString(localeOf[language], { day: 'numeric', month: 'long', year: 'numeric' })

/** `184 kB`, `3,2 MB`: decimal units, as file managers show them. */
export function byteSize(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const
  const power = bytes < KILO ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / KILO ** power
  const digits = power >= 2 && amount < 10 ? 1 : 0
  return `${amount.toLocaleString(localeOf[language], { maximumFractionDigits: digits })} ${units[power] ?? 'B'}`
}
