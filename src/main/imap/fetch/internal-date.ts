const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const DATE_TIME = /^ ?(\d{1,2})-([a-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/i

/** `17-Jul-1996 02:44:25 -0700` (RFC 9051 section 9, `date-time`) in ms since 1970; null for what is none. */
export function internalDate(text: string): number | null {
  const [, day, month = '', year, hour, minute, second, sign, zoneHour, zoneMinute] = DATE_TIME.exec(text) ?? []
  const at = new Date(0)
  at.setUTCFullYear(Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day))
  // A day that the month does not have would silently be one of the next.
  if (at.getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1)
  return at.setUTCHours(Number(hour), Number(minute) - zone, Number(second))
}
