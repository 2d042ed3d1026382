import { merged, parseUidSet, setText, without, type UidRange } from '../../imap/uid-set.ts'
import { SessionLost } from '../../imap/problems.ts'
import type { KnownPlaces } from './face.ts'
import { REGISTER_MESSAGES_MAX } from './limits.ts'

/** Which messages of the folder were taken already, by their numbers: mostly one long range, however many they are. */
export class Places {
  #uidValidity: number | null
  #ranges: readonly UidRange[]
  #highest: number

  constructor({ uidValidity, uids }: KnownPlaces) {
    this.#uidValidity = uidValidity
    this.#ranges = parseUidSet(uids)
    this.#highest = this.#ranges.at(-1)?.last ?? 0
  }

  get uidValidity(): number | null {
    return this.#uidValidity
  }

  get size(): number {
    return countIn(this.#ranges)
  }

  /** The first number above all that were ever known. */
  get next(): number {
    return this.#highest + 1
  }

  startAfresh(uidValidity: number): void {
    this.#uidValidity = uidValidity
    this.#ranges = []
    this.#highest = 0
  }

  took(uids: readonly number[]): void {
    this.#ranges = merged([...this.#ranges, ...rangesOf(uids)])
    this.#highest = Math.max(this.#highest, this.#ranges.at(-1)?.last ?? 0)
  }

  forget(uids: readonly number[]): void {
    this.#ranges = without(this.#ranges, rangesOf(uids))
  }

  /** Known ones that are in none of the ranges (merged, upward); they are forgotten. */
  vanished(ranges: readonly UidRange[]): number[] {
    const gone = without(this.#ranges, ranges)
    this.#ranges = without(this.#ranges, gone)
    return expand(gone)
  }

  /** Those of the ranges that are not known, upwards. */
  lacking(ranges: readonly UidRange[]): number[] {
    return expand(without(ranges, this.#ranges))
  }

  /** As IMAP writes it. */
  get text(): string {
    return setText(this.#ranges)
  }
}

const rangesOf = (uids: readonly number[]): UidRange[] => merged(uids.map((uid) => ({ first: uid, last: uid })))
const countIn = (ranges: readonly UidRange[]): number => ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)

/** A set of a few letters can name four milliard. */
function expand(ranges: readonly UidRange[]): number[] {
  if (countIn(ranges) > REGISTER_MESSAGES_MAX) throw new SessionLost('garbled')
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
}
