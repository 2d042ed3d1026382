/** Sets of UIDs as IMAP writes them (RFC 3501 section 9, `sequence-set`): `1:4,7`. */

export interface UidRange {
  readonly first: number
  readonly last: number
}

const LARGEST_UID = 0xffff_ffff
const isUid = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= LARGEST_UID

/** The ranges of a set that a server sent, merged and upwards. What is no UID is left out: a server may say anything. */
export function parseUidSet(text: string): UidRange[] {
  const ranges: UidRange[] = []
  for (const part of text.split(',')) {
    const [first = Number.NaN, last = first] = part.trim().split(':', 2).map((end) => (/^\d{1,10}$/.test(end) ? Number(end) : Number.NaN))
    if (isUid(first) && isUid(last)) ranges.push({ first: Math.min(first, last), last: Math.max(first, last) })
  }
  return merged(ranges)
}

/** The same numbers in as few ranges as they take, upwards. */
export function merged(ranges: readonly UidRange[]): UidRange[] {
  const result: UidRange[] = []
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = result.at(-1)
    if (before !== undefined && range.first <= before.last + 1) {
      result[result.length - 1] = { first: before.first, last: Math.max(before.last, range.last) }
    } else {
      result.push(range)
    }
  }
  return result
}

/** The highest UIDs of the ranges, downwards, at most `limit`: a set of a few letters can name four milliard. */
export function newestOf(ranges: readonly UidRange[], limit: number): number[] {
  const uids: number[] = []
  for (let index = ranges.length - 1; index >= 0; index -= 1) {
    const range = ranges[index]
    if (range === undefined) break
    for (let uid = range.last; uid >= range.first; uid -= 1) {
      if (uids.length >= limit) return uids
      uids.push(uid)
    }
  }
  return uids
}

/** Those of `uids` that lie in none of the (merged, upward) ranges. */
export function outside(uids: Iterable<number>, ranges: readonly UidRange[]): number[] {
  return [...uids].filter((uid) => !within(uid, ranges))
}

/** What of the first is in none of the second; both merged and upwards, as is the answer. */
export function without(ranges: readonly UidRange[], others: readonly UidRange[]): UidRange[] {
  const left: UidRange[] = []
  let at = 0
  for (const { first, last } of ranges) {
    let from = first
    while ((others[at]?.last ?? Infinity) < from) at += 1
    for (let index = at; from <= last; index += 1) {
      const other = others[index]
      const until = Math.min(last, (other?.first ?? Infinity) - 1)
      if (until >= from) left.push({ first: from, last: until })
      from = Math.max(from, (other?.last ?? Infinity) + 1)
    }
  }
  return left
}

/** As IMAP writes it; '' for none. */
export const setText = (ranges: readonly UidRange[]): string => ranges.map(textOf).join(',')

export function within(uid: number, ranges: readonly UidRange[]): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (range === undefined) return false
    if (uid < range.first) high = middle - 1
    else if (uid > range.last) low = middle + 1
    else return true
  }
  return false
}

const textOf = ({ first, last }: UidRange): string => (first === last ? String(first) : `${first}:${last}`)

/** The shortest set that names exactly these, cut into pieces of at most `maxChars` so that no command line gets too long. */
export function uidSets(uids: Iterable<number>, maxChars: number): string[] {
  const sets: string[] = []
  let current = ''
  for (const range of merged([...uids].map((uid) => ({ first: uid, last: uid })))) {
    const text = textOf(range)
    if (current !== '' && current.length + 1 + text.length > maxChars) {
      sets.push(current)
      current = text
    } else {
      current = current === '' ? text : `${current},${text}`
    }
  }
  return current === '' ? sets : [...sets, current]
}
