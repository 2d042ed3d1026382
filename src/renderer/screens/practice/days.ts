/** Days as a date field has them (`2026-03-12`), and the instants they stand for on this computer's clock. */

const two = (part: number): string => String(part).padStart(2, '0')

export function dayText(instant: number): string {
  const date = new Date(instant)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Midnight at the beginning of a day; null: no day is filled in. */
export function dayStart(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const [year, month, day] = text.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const date = new Date(year, month - 1, day)
  // 31 April would be the first of May.
  return Number.isNaN(date.getTime()) || dayText(date.getTime()) !== text ? null : date.getTime()
}

/** Midnight at the end of a day: who is here "until 12 March" is here all of that day, also on the days that clocks change. */
export function dayEnd(text: string): number | null {
  const start = dayStart(text)
  if (start === null) return null
  const date = new Date(start)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/** The last day of something that ends at this instant. */
export const lastDayOf = (until: number): number => until - 1
