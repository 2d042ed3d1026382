/**
 * The printed recovery code: seven groups of five, four letters or digits and a check character each, 140 bits in all.
 * Without I, L, O and U nothing on paper looks like something else (the alphabet of Crockford's base 32).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 7
const DATA_IN_GROUP = 4
const GROUP = DATA_IN_GROUP + 1

/** How many random bytes `printRecoveryCode` needs: five bits of each are used. */
export const RECOVERY_CODE_BYTES = GROUPS * DATA_IN_GROUP

export type ReadCode =
  /** `secret` is what the slow key derivation gets: the code without check characters and separators. */
  | { kind: 'code'; secret: string }
  | { kind: 'mistyped'; because: 'length' }
  | { kind: 'mistyped'; because: 'character'; character: string }
  /** Counted from 1, as on paper. */
  | { kind: 'mistyped'; because: 'group'; group: number }

/** The code as it is printed, from random bytes. Throws when there are too few. */
export function printRecoveryCode(random: Uint8Array): string {
  if (random.length !== RECOVERY_CODE_BYTES) throw new Error(`a recovery code takes ${RECOVERY_CODE_BYTES} random bytes`)
  const values = [...random].map((byte) => byte & 31)
  return Array.from({ length: GROUPS }, (_, group) => {
    const data = values.slice(group * DATA_IN_GROUP, (group + 1) * DATA_IN_GROUP)
    return [...data, checkOf(data, group)].map((value) => ALPHABET.charAt(value)).join('')
  }).join('-')
}

/** What somebody typed: any case, with or without separators, O for 0 and I or L for 1. Says which group is mistyped. */
export function readRecoveryCode(typed: string): ReadCode {
  const text = typed.toUpperCase().replace(/[\s\p{Pd}.]+/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  const characters = Array.from(text)
  const stranger = characters.find((character) => !ALPHABET.includes(character))
  if (stranger !== undefined) return { kind: 'mistyped', because: 'character', character: stranger }
  const values = characters.map((character) => ALPHABET.indexOf(character))
  if (values.length !== GROUPS * GROUP) return { kind: 'mistyped', because: 'length' }
  const secret: string[] = []
  for (let group = 0; group < GROUPS; group++) {
    const data = values.slice(group * GROUP, group * GROUP + DATA_IN_GROUP)
    if (checkOf(data, group) !== values[group * GROUP + DATA_IN_GROUP]) return { kind: 'mistyped', because: 'group', group: group + 1 }
    secret.push(...data.map((value) => ALPHABET.charAt(value)))
  }
  return { kind: 'code', secret: secret.join('') }
}

/**
 * A check over the field of 32 elements: weights that differ make every wrong character and every two swapped ones show;
 * the group's own number makes swapped groups show.
 */
function checkOf(data: readonly number[], group: number): number {
  const places = data.map((value, place) => times(value, power(place + 1)))
  return places.reduce((sum, part) => sum ^ part, power(group))
}

/** Multiplication in GF(32), modulo x^5 + x^2 + 1, for which 2 generates every element but zero. */
function times(left: number, right: number): number {
  let product = 0
  for (let bit = 0, shifted = left; bit < 5; bit++) {
    if ((right >> bit & 1) === 1) product ^= shifted
    shifted = (shifted << 1) ^ (shifted & 16 ? 0b100101 : 0)
  }
  return product
}

const power = (exponent: number): number => {
  let value = 1
  for (let step = 0; step < exponent; step++) value = times(value, 2)
  return value
}
