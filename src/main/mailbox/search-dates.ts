/** A stretch of days by this computer's clock, in milliseconds since 1970: from its first moment up to the first moment after it. */
export interface Days {
  readonly from: number
  readonly until: number
}

const startOf = (year: number, month: number, day: number): number => new Date(year, month, day).getTime()
const days = (year: number, month: number, day: number): Days => ({ from: startOf(year, month, day), until: startOf(year, month, day + 1) })

/** A day that is in the calendar; JavaScript would make 31 April the first of May. */
function day(year: number, month: number, date: number): Days | null {
  const at = new Date(year, month - 1, date)
  return at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === date ? days(year, month - 1, date) : null
}

const monthOf = (year: number, month: number): Days | null =>
  month >= 1 && month <= 12 ? { from: startOf(year, month - 1, 1), until: startOf(year, month, 1) } : null

const relative: Readonly<Record<string, number>> = { vandaag: 0, today: 0, gisteren: -1, yesterday: -1 }

/** `12-3`: the last one that there was. */
function dayOfLast(month: number, date: number, now: number): Days | null {
  const year = new Date(now).getFullYear()
  const [found] = [year, year - 1].map((one) => day(one, month, date)).filter((one) => one !== null && one.from <= now)
  return found ?? null
}

/** Reads a day, month or year as people type it: `12-3-2026`, `2026-03-12`, `12-3`, `3-2026`, `2026-03`, `2026`, `vandaag`, `gisteren`; null: none of these. */
export function readDays(text: string, now: number): Days | null {
  const word = text.toLowerCase()
  const away = Object.hasOwn(relative, word) ? relative[word] : undefined
  if (away !== undefined) {
    const today = new Date(now)
    return days(today.getFullYear(), today.getMonth(), today.getDate() + away)
  }
  const parts = word.split(/[-/.]/)
  if (parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return null
  // The year is the part with four digits, in front or behind.
  const ordered = (parts[0]?.length === 4 ? parts : parts.toReversed()).map(Number)
  const [year = 0, month, date] = ordered
  if (parts.length === 2 && parts.every((part) => part.length < 3)) return dayOfLast(year, month ?? 0, now)
  if (year < 1_000) return null
  if (month === undefined) return { from: startOf(year, 0, 1), until: startOf(year + 1, 0, 1) }
  return date === undefined ? monthOf(year, month) : day(year, month, date)
}

const BEGUN = /^(?:\d{1,4}(?:[-/.]\d{0,4}){0,2})?$/
/** Nothing can be added to these: whoever typed them is done. */
const WHOLE = /^(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{2})$/

/** The beginning of what {@link readDays} reads, while it is being typed. */
export const isUnfinishedDay = (text: string): boolean =>
  (BEGUN.test(text) && !WHOLE.test(text)) || Object.keys(relative).some((word) => word.startsWith(text.toLowerCase()))
