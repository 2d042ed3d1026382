/** The flags that the client shows or sets, as bits of one number (RFC 9051 section 2.3.2, RFC 5788 for `$Forwarded`). */
export const SEEN = 1
export const FLAGGED = 2
export const ANSWERED = 4
export const FORWARDED = 8
export const DRAFT = 16
export const DELETED = 32

/** The flags that a person sets: by a click, or by answering and passing on. */
export type SetFlag = 'seen' | 'flagged' | 'answered' | 'forwarded'
const SET_BITS: Readonly<Record<SetFlag, number>> = { seen: SEEN, flagged: FLAGGED, answered: ANSWERED, forwarded: FORWARDED }

/** The bits with this flag set or cleared. */
export const withFlag = (bits: number, flag: SetFlag, on: boolean): number => (on ? bits | SET_BITS[flag] : bits & ~SET_BITS[flag])

const BITS: readonly (readonly [number, string])[] = [
  [SEEN, '\\Seen'], [FLAGGED, '\\Flagged'], [ANSWERED, '\\Answered'], [FORWARDED, '$Forwarded'], [DRAFT, '\\Draft'], [DELETED, '\\Deleted'],
]
const BIT_OF = new Map(BITS.map(([bit, name]) => [name.toLowerCase(), bit]))

/** Flags in the form of a row: known ones as bits, others by name, sorted, so that equal sets are equal texts. */
export interface StoredFlags {
  readonly bits: number
  readonly keywords: string
}

const known = new Map<string, StoredFlags>()
const spelled = new Map<string, readonly string[]>()

/** `\Recent` is dropped: it is about a session, not about a message (RFC 9051 does away with it). */
export function storedFlags(flags: readonly string[]): StoredFlags {
  const key = flags.join(' ')
  const before = known.get(key)
  if (before !== undefined) return before
  let bits = 0
  const keywords = new Set<string>()
  for (const flag of flags) {
    const bit = BIT_OF.get(flag.toLowerCase())
    if (bit !== undefined) bits |= bit
    else if (flag.toLowerCase() !== '\\recent' && flag !== '') keywords.add(flag)
  }
  const stored = { bits, keywords: [...keywords].sort().join(' ') }
  remember(known, key, stored)
  return stored
}

/** The flags as a server spells them. Equal sets give the same array: a folder has thousands of messages and a handful of sets. */
export function flagNames({ bits, keywords }: StoredFlags): readonly string[] {
  const key = `${bits} ${keywords}`
  const before = spelled.get(key)
  if (before !== undefined) return before
  const names = BITS.flatMap(([bit, name]) => (bits & bit) === 0 ? [] : [name])
  const all = keywords === '' ? names : [...names, ...keywords.split(' ')]
  remember(spelled, key, all)
  return all
}

/** Sets are few; a server that invents one per message must not fill the memory. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (map.size >= 1_000) map.clear()
  map.set(key, value)
}
