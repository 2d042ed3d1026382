const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 5322 section 4.3; all other names, military letters included, count as +0000 as it asks. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420, CET: 60, CEST: 120, MET: 60, MEST: 120,
}

const DATE = /^(?:[a-z]{2,9}\.?\s{0,9},?\s{0,9})?(\d{1,2})[\s-]{1,9}([a-z]{3})[a-z]{0,6}[\s-]{1,9}(\d{2,5})[\s,]{1,9}(\d{1,2})\s?[:.]\s?(\d{1,2})(?:\s?[:.]\s?(\d{1,2}))?/i
const ZONE = /^\s{0,9}(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5}))/i

/** Two-digit and three-digit years of RFC 5322 section 4.3. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

function zoneMinutes(text: string): number {
  const zone = ZONE.exec(text)
  if (zone === null) return 0
  const [, sign, hours, minutes, name] = zone
  if (name !== undefined) return ZONES[name.toUpperCase()] ?? 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** The moment of a Date header (RFC 5322 section 3.3, obsolete forms too) in milliseconds since 1970; null when it tells none. */
export function parseMailDate(text: string): number | null {
  // Comments may stand anywhere, but nearly always stand behind: then there is nothing to clean.
  const bare = text.slice(0, 200).trim()
  const plain = DATE.test(bare) ? bare : bare.replace(/\([^()]{0,80}\)/g, ' ').replace(/\s+/g, ' ').trim()
  const match = DATE.exec(plain)
  if (match === null) return null
  const [whole, day = '', monthName = '', year = '', hour = '', minute = '', second = '0'] = match
  const month = MONTHS.indexOf(monthName.toLowerCase())
  if (month === -1 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null
  const local = Date.UTC(fullYear(year), month, Number(day), Number(hour), Number(minute), Number(second))
  const moment = local - zoneMinutes(plain.slice(whole.length)) * 60_000
  return Number.isFinite(moment) ? moment : null
}
