import { isMobile } from './routing/portal-factor.ts'

/** Dutch mobile numbers: 06 and eight more (numbering plan). */
const DUTCH = /^\+316[1-9]\d{7}$/

/**
 * A mobile number as people in the Netherlands write it, as E.164 (PV-07); null when it is none. Without a country it is Dutch, also
 * where a spreadsheet took the first 0 away; a number of another country needs its `+` or `00`.
 */
export function readMobile(typed: string): string | null {
  const bare = typed.normalize('NFKC').replace(/^\s*(?:tel|sms):/i, '').replace(/[\s\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060\u2066-\u2069()./-]/g, (letter) => (letter === '(' || letter === ')' ? letter : ''))
  // `+31 (0)6`: the 0 in brackets is for who calls from here.
  const digits = bare.replace(/^(\+|00)(\d{1,3})\(0\)/, '$1$2').replace(/[()]/g, '')
  if (!/^\+?\d{8,17}$/.test(digits)) return null
  const number = withCountry(digits)
  return number !== null && isMobile(number) && (!number.startsWith('+31') || DUTCH.test(number)) ? number : null
}

function withCountry(digits: string): string | null {
  if (digits.startsWith('+')) return digits
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  if (/^06\d{8}$/.test(digits)) return `+31${digits.slice(1)}`
  if (/^6\d{8}$/.test(digits)) return `+31${digits}`
  return /^316\d{8}$/.test(digits) ? `+${digits}` : null
}

/** As people here read it: `06 12345678`; of another country as it is dialled. */
export const showMobile = (number: string): string => (DUTCH.test(number) ? `06 ${number.slice(4)}` : number)
