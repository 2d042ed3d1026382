import { outside, parseUidSet, uidSets, type UidRange } from '../../imap/uid-set.ts'
import { SessionLost } from '../../imap/problems.ts'
import { REGISTER_MESSAGES_MAX } from './limits.ts'

/** Which messages of the folder were taken already, by their numbers. */
export class Places {
  #uidValidity: number | null
  #uids: Set<number>
  #highest = 0

  constructor({ uidValidity, uids }: { readonly uidValidity: number | null; readonly uids: string }) {
    const ranges = parseUidSet(uids)
    this.#uidValidity = uidValidity
    this.#uids = new Set(expand(ranges))
    this.#highest = ranges.at(-1)?.last ?? 0
  }

  get uidValidity(): number | null {
    return this.#uidValidity
  }

  get size(): number {
    return this.#uids.size
  }

  /** The first number above all that were ever known. */
  get next(): number {
    return this.#highest + 1
  }

  startAfresh(uidValidity: number): void {
    this.#uidValidity = uidValidity
    this.#uids = new Set()
    this.#highest = 0
  }

  took(uids: Iterable<number>): void {
    for (const uid of uids) {
      this.#uids.add(uid)
      this.#highest = Math.max(this.#highest, uid)
    }
  }

  /** Known ones that are in none of the ranges; they are forgotten. */
  vanished(ranges: readonly UidRange[]): number[] {
    const gone = outside(this.#uids, ranges).sort((a, b) => a - b)
    for (const uid of gone) this.#uids.delete(uid)
    return gone
  }

  /** Those of the ranges that are not known, upwards. */
  lacking(ranges: readonly UidRange[]): number[] {
    return expand(ranges).filter((uid) => !this.#uids.has(uid))
  }

  /** As IMAP writes it. */
  get text(): string {
    return uidSets(this.#uids, Number.MAX_SAFE_INTEGER)[0] ?? ''
  }
}

/** A set of a few letters can name four milliard. */
function expand(ranges: readonly UidRange[]): number[] {
  const count = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  if (count > REGISTER_MESSAGES_MAX) throw new SessionLost('garbled')
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
}
