import { SENDER_CHARS } from './limits.ts'

/** Longer words are no mail addresses (RFC 5321 section 4.5.3.1). */
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 255

/**
 * Every mail address that a reader would see in a text: also with wide or small signs, with blanks around the sign or letters
 * that are not drawn, and with `(at)`.
 */
export function shownAddresses(text: string): string[] {
  // Blanks first: looking for them around a word would go back and forth through long runs of them.
  const plain = text.slice(0, SENDER_CHARS).normalize('NFKC').replace(/\p{Cf}|\p{Mn}|[\u115f\u1160\u3164]/gu, '').replace(/\s+/g, ' ').replace(/ ?[([{<] ?at ?[)\]}>] ?/giu, '@')
    .replace(/[\u3002\uff0e\uff61\u2024\u00b7]/gu, '.').toLowerCase()
  // An override turns what follows around on the screen.
  return /[\u202d\u202e]/.test(text) ? [...addressesIn(plain), ...addressesIn(Array.from(plain).reverse().join(''))] : addressesIn(plain)
}

/** A name is often quoted with apostrophes: one in front is no part of an address, one within it (O'Brien) is. */
export const withoutQuote = (local: string): string => local.replace(/^['.]+/, '')

function addressesIn(plain: string): string[] {
  const found: string[] = []
  for (let at = plain.indexOf('@'); at !== -1; at = plain.indexOf('@', at + 1)) {
    const local = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.exec(plain.slice(Math.max(0, at - LONGEST_LOCAL), at).trimEnd())
    const domain = /^(?:[\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{2,63}/u.exec(plain.slice(at + 1, at + LONGEST_DOMAIN).trimStart())
    if (local !== null && domain !== null) found.push(`${withoutQuote(local[0])}@${domain[0]}`)
  }
  return found
}
