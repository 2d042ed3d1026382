import type { FolderRole } from '../../shared/contract/mail.ts'
import { FETCH_TRIES, FIRST_ROWS } from '../../shared/limits.ts'
import type { FolderState, MailboxWriter } from '../mailbox/mailbox.ts'
import type { ExactRights } from './folder-rights.ts'
import type { Measuring } from './measuring.ts'
import { unlimited, type ReadingLimits } from './reading-policy.ts'

/** What the copy already has. */
export type KnownMail = Pick<MailboxWriter, 'knownUids' | 'uidsToFetchAgain'>

/** What there is to do for one folder, kept in memory; what must survive is in the copy's folder state. */
export class FolderWork {
  readonly id: number
  readonly path: string
  readonly role: FolderRole
  readonly shared: boolean
  rights: ExactRights
  /** What is here was not yet looked through for what its limits keep out. */
  isJudged = true
  state: FolderState
  /** Something may have changed on the server since we looked. */
  dirty = true
  /** Opening it failed; asked again after the next listing. */
  closed = false
  /** UIDs on the server that we lack, upwards, so that the newest is taken from the end; null: not yet asked. */
  missing: number[] | null = null
  /** UIDs that we have. */
  known: Set<number>
  /** What the server called the next UID when we last looked. */
  serverNext = 0
  /** From this UID on mail is new, whatever of the old is still lacking; null: nothing is here, and nobody has looked yet. */
  newFrom: number | null
  /** Where comparing flags has got to (downwards), and what they are in our copy; null: not comparing. */
  compare: { below: number; readonly flags: ReadonlyMap<number, readonly string[]> } | null = null
  comparedAt = 0
  /** Where comparing lengths has got to; null: not comparing. */
  measuring: Measuring | null = null
  /** How many unread STATUS told of at last. */
  unseen: number | null = null
  /** Came after the last look and not yet told of. */
  readonly fresh = new Set<number>()
  /** Taken out of `missing`, neither here nor given up. */
  readonly #underWay = new Set<number>()
  readonly #failures = new Map<number, number>()
  readonly #leftOut = new Set<number>()
  #limits: ReadingLimits = unlimited
  /** On the server, and not to be read here. */
  readonly #withheld = new Set<number>()
  /** Lacking, and known to be too long to come with many others. */
  readonly #long = new Set<number>()

  constructor(state: FolderState, folder: { shared: boolean; rights: ExactRights }, copy: KnownMail) {
    this.id = state.id
    this.path = state.path
    this.role = state.role
    this.shared = folder.shared
    this.rights = folder.rights
    this.state = state
    // What was found damaged on this disk counts as not there.
    const lost = new Set(copy.uidsToFetchAgain(state.id))
    const known = copy.knownUids(state.id)
    this.known = new Set(known.filter((uid) => !lost.has(uid)))
    this.newFrom = known.length === 0 ? null : (known.at(-1) ?? 0) + 1
  }

  /** STATUS says that nothing changed since we were here last: no need to open it. */
  settleUnlooked(): void {
    this.dirty = false
  }

  /** Everything that we thought of its UIDs is void (RFC 3501 section 2.3.1.1). */
  startAfresh(state: FolderState): void {
    this.state = state
    this.missing = null
    this.known = new Set()
    this.newFrom = null
    this.compare = null
    this.measuring = null
    this.#underWay.clear()
    this.#failures.clear()
    this.#leftOut.clear()
    this.#withheld.clear()
    this.#long.clear()
    this.fresh.clear()
  }

  /**
   * Takes the newest out of what we lack, upwards. One that was under way when the line broke comes alone, to break only
   * itself. What does not arrive has to be put back.
   */
  takeNext(count: number): number[] {
    const missing = this.missing ?? []
    const newest = missing.at(-1)
    const isSuspect = newest !== undefined && this.#failures.has(newest)
    const some = missing.slice(isSuspect ? -1 : -count)
    const suspect = isSuspect ? -1 : some.findLastIndex((uid) => this.#failures.has(uid))
    const taken = some.slice(suspect + 1)
    missing.length -= taken.length
    for (const uid of taken) this.#underWay.add(uid)
    return taken
  }

  /** How many of those that we lack came after all that is here. */
  get newLacking(): number {
    const { missing, newFrom } = this
    if (missing === null || newFrom === null) return 0
    const first = missing.findLastIndex((uid) => uid < newFrom) + 1
    return missing.length - first
  }

  /**
   * As `takeNext`, of new mail alone and its oldest first: whatever breaks that off, what is above all that is here is new mail
   * still.
   */
  takeNew(count: number): number[] {
    const some = (this.missing ?? []).splice((this.missing?.length ?? 0) - this.newLacking, count)
    const suspect = some.findIndex((uid) => this.#failures.has(uid))
    const taken = suspect === -1 ? some : some.slice(0, Math.max(1, suspect))
    this.missing?.splice(this.missing.length - this.newLacking, 0, ...some.slice(taken.length))
    for (const uid of taken) this.#underWay.add(uid)
    return taken
  }

  /** Whether mail may come that is not new while old mail waits: what a person sees first, and whatever a whole copy lacks. */
  mayTakeOld(lookedId: number | null): boolean {
    return this.state.complete || (this.known.size < FIRST_ROWS && (this.role === 'inbox' || this.id === lookedId))
  }

  /** Takes the newest of those that are not known to be long, upwards. What does not arrive has to be put back. */
  takeShort(count: number): number[] {
    const missing = this.missing ?? []
    const taken: number[] = []
    const kept: number[] = []
    while (taken.length < count && missing.length > 0) {
      const uid = missing.pop() ?? 0
      if (this.#long.has(uid)) kept.push(uid)
      else taken.push(uid)
    }
    missing.push(...kept.reverse())
    for (const uid of taken) this.#underWay.add(uid)
    return taken.reverse()
  }

  /** How many there are for `takeShort`. */
  get shortLacking(): number {
    return Math.max(0, (this.missing?.length ?? 0) - this.#long.size)
  }

  /** These are to come one by one. */
  areLong(uids: readonly number[]): void {
    for (const uid of uids) this.#long.add(uid)
  }

  /** The line broke, and one of some messages is to blame: they are fetched with care. */
  get hasSuspects(): boolean {
    return this.#failures.size > 0
  }

  putBack(uids: readonly number[]): void {
    for (const uid of uids) this.#underWay.delete(uid)
    if (uids.length > 0) this.missing = [...new Set([...(this.missing ?? []), ...uids])].sort((a, b) => a - b)
  }

  /** These are in the copy now. */
  took(uids: Iterable<number>): void {
    for (const uid of uids) {
      this.known.add(uid)
      this.#underWay.delete(uid)
      this.#failures.delete(uid)
      this.#long.delete(uid)
    }
  }

  /** As `took`; says how many of them came after the last look and were not yet read by anybody. */
  arrived(messages: readonly { readonly uid: number; readonly flags: readonly string[] }[]): number {
    this.took(messages.map(({ uid }) => uid))
    return messages.filter(({ uid, flags }) => this.fresh.delete(uid) && !flags.includes('\\Seen')).length
  }

  gone(uids: Iterable<number>): void {
    const set = new Set(uids)
    for (const uid of set) {
      this.known.delete(uid)
      this.#underWay.delete(uid)
      this.#leftOut.delete(uid)
      this.#withheld.delete(uid)
      this.#long.delete(uid)
    }
    this.missing = this.missing?.filter((uid) => !set.has(uid)) ?? null
  }

  /** The line broke while these were on their way. Only one that broke it alone, again and again, is to blame for it. */
  broke(uids: readonly number[]): void {
    const isAlone = uids.length === 1
    for (const uid of uids) {
      const failures = (this.#failures.get(uid) ?? 0) + (isAlone ? 1 : 0)
      this.#failures.set(uid, failures)
      if (failures >= FETCH_TRIES) this.#leaveOut(uid)
    }
  }

  #leaveOut(uid: number): void {
    this.#leftOut.add(uid)
    this.#failures.delete(uid)
    this.missing = this.missing?.filter((other) => other !== uid) ?? null
  }

  /** Gives what was left out another chance. */
  tryAll(): void {
    if (this.#leftOut.size === 0) return
    this.missing = [...new Set([...(this.missing ?? []), ...this.#leftOut])].sort((a, b) => a - b)
    this.#leftOut.clear()
  }

  isLeftOut(uid: number): boolean {
    return this.#leftOut.has(uid) || this.#withheld.has(uid)
  }

  /** How much of it may be here. */
  get limits(): ReadingLimits {
    return this.#limits
  }

  /** From the next look on; what other limits kept out is asked for again. */
  limitTo(limits: ReadingLimits): void {
    this.#limits = limits
    this.#withheld.clear()
    this.isJudged = false
    this.dirty = true
  }

  /** These are not to be read here: they count as there, and are not fetched. */
  withhold(uids: Iterable<number>): void {
    for (const uid of uids) {
      this.known.delete(uid)
      this.#withheld.add(uid)
    }
    this.missing = this.missing?.filter((uid) => !this.#withheld.has(uid)) ?? null
  }

  /** Nothing that we could have is lacking or on its way. */
  get isWhole(): boolean {
    return this.missing !== null && this.missing.length === 0 && this.#underWay.size === 0
  }

  /** How many messages it should have, by all that we know. */
  get expected(): number {
    return this.known.size + (this.missing?.length ?? 0) + this.#underWay.size + this.#leftOut.size + this.#withheld.size
  }
}
