/** Moments as a Dutch practice knows them. All dates are instants; clock times are those of Amsterdam. */

const zone = 'Europe/Amsterdam'
const dayMs = 86_400_000
const fields = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', weekday: 'short', hourCycle: 'h23', timeZoneName: 'longOffset',
})

type Clock = { weekday: string; year: string; month: string; day: string; hour: string; minute: string; second: string; offset: string }

export function clock(at: Date): Clock {
  const parts = new Map(fields.formatToParts(at).map(({ type, value }) => [type, value]))
  const get = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  const offset = get('timeZoneName').replace('GMT', '').replace(':', '')
  return {
    weekday: get('weekday'), year: get('year'), month: get('month'), day: get('day'), hour: get('hour'), minute: get('minute'), second: get('second'),
    offset: offset === '' ? '+0000' : offset,
  }
}

/** The instant at which clocks in Amsterdam show this time on the day of `at`. */
export function atTime(at: Date, hour: number, minute: number): Date {
  const { year, month, day } = clock(at)
  const guess = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), hour, minute))
  const { offset } = clock(guess)
  return new Date(guess.getTime() - (Number(offset.slice(0, 3)) * 60 + Number(offset.slice(0, 1) + offset.slice(3))) * 60_000)
}

export const addDays = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs)
export const isWeekend = (at: Date): boolean => ['Sat', 'Sun'].includes(clock(at).weekday)

/** The day itself when it is a working day, else the next one. */
export const workingDay = (at: Date): Date => (isWeekend(at) ? workingDay(addDays(at, 1)) : at)

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const months = ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december']
const days: Readonly<Record<string, string>> = { Mon: 'maandag', Tue: 'dinsdag', Wed: 'woensdag', Thu: 'donderdag', Fri: 'vrijdag', Sat: 'zaterdag', Sun: 'zondag' }

/** `Tue, 24 Nov 2026 09:14:05 +0100`, RFC 5322 section 3.3. */
export function headerDate(at: Date): string {
  const { weekday, year, month, day, hour, minute, second, offset } = clock(at)
  return `${weekday}, ${String(Number(day))} ${englishMonths[Number(month) - 1] ?? ''} ${year} ${hour}:${minute}:${second} ${offset}`
}

/** `dinsdag 24 november`. */
export function dayName(at: Date): string {
  const { weekday, month, day } = clock(at)
  return `${days[weekday] ?? ''} ${String(Number(day))} ${months[Number(month) - 1] ?? ''}`
}

/** `24-11-2026`. */
export function shortDay(at: Date): string {
  const { year, month, day } = clock(at)
  return `${day}-${month}-${year}`
}

/** `09:14`. */
export function shortTime(at: Date): string {
  const { hour, minute } = clock(at)
  return `${hour}:${minute}`
}

export const monthName = (at: Date): string => months[Number(clock(at).month) - 1] ?? ''

/** ISO 8601 week, the number that a rota carries. */
export function weekNumber(at: Date): number {
  const { year, month, day, weekday } = clock(at)
  const fromMonday = Object.keys(days).indexOf(weekday)
  const thursday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - fromMonday + 3))
  return 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * dayMs))
}
