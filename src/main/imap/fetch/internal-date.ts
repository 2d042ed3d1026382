const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const DATE_TIME = /^ ?(\d{1,2})-([a-z]{3})-([12]\d{3}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) ([+-])([01]\d)([0-5]\d)$/i

/** `17-Jul-1996 02:44:25 -0700` (RFC 9051 section 9, `date-time`) in ms since 1970; null for what is none. */
export function internalDate(text: string): number | null {
  const [, day, month = '', year, hour, minute, second, sign, zoneHour, zoneMinute] = DATE_TIME.exec(text) ?? []
  const monthIndex = MONTHS.indexOf(month.toLowerCase())
  const midnight = new Date(Date.UTC(Number(year), monthIndex, Number(day)))
  // A month that is none, or a day that the month does not have, would silently be one of the next.
  if (midnight.getUTCMonth() !== monthIndex) return null
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1)
  return midnight.setUTCHours(Number(hour), Number(minute) - zone, Number(second))
}
