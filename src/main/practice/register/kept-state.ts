import { eventsAtHeads, headsIn, headsOf, isBeyond, type Heads } from '../../../shared/practice/at-heads.ts'
import type { CheckedEvent, EventOf } from '../../../shared/practice/event.ts'
import { addAhead, addQuickly, addToState, foldInSteps, foldRegister, type PracticeState } from '../../../shared/practice/fold.ts'
import { snapshotInSteps } from '../../../shared/practice/snapshot.ts'
import type { Steps } from '../../../shared/practice/steps.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import type { DeviceKeys } from './device-keys.ts'
import { eventsAfter, eventsIn, eventStore, eventsUpTo, knownIn, lastPlace, signedTexts } from './event-table.ts'
import { inSlices } from './in-slices.ts'
import { keepSnapshot, keptSnapshot } from './kept-snapshot.ts'
import { REFOLD_AT_ONCE, SIGNED_SNAPSHOT_EVERY, SNAPSHOT_EVERY } from './limits.ts'
import { contentOf, FORMAT_HASH, stateHashOf, storedContent } from './snapshot-content.ts'
import { storedEvent, verified } from './signed-event.ts'
import { startAgain, type Start } from './start-from.ts'
import { disagreeing, dropStart, keptStart, noteCompared, wasCompared, wasDisagreed } from './start-table.ts'

interface Parts {
  readonly db: Database
  readonly keys: DeviceKeys
  readonly root: string
  readonly onChange: (state: PracticeState) => void
  /** What is done between everything else went wrong: a bug. */
  readonly onBug: (error: unknown) => void
}

/** A state, and whether everything that it should count is in it. */
export interface Grown { readonly state: PracticeState; readonly isExact: boolean }

/** What a manager signs for new workstations to start from. */
export interface SignedState { readonly body: EventOf<'snapshot'>['body']; readonly bytes: Uint8Array }

/**
 * The state of the register at this workstation, in step with its table. Where new events change what was judged long ago, the law
 * is judged at once, and all the rest anew between everything else. The same while a workstation that started from a manager's
 * snapshot reads the folder: when it has, what it read itself is what counts.
 */
export class KeptState implements Disposable {
  readonly #parts: Parts
  readonly #closing = new AbortController()
  #state: PracticeState
  #isExact = true
  /** `event` null: what was started from can no longer be read, and the table holds a part. */
  #start: { readonly event: Start['event'] | null } & Pick<Start, 'heads' | 'law'> | null = null
  /** From the start on, until what was folded from the events alone is the state: also while that is being done, and where it fails. */
  #isUnproven = false
  #snapshotAt = 0
  #work: Promise<void> = Promise.resolve()
  #isSettling = false
  #lastTried = ''

  constructor(parts: Parts) {
    this.#parts = parts
    const { db, keys, root } = parts
    const started = this.#startedBefore()
    const kept = started === null ? keptSnapshot(db, keys, root) : null
    this.#state = started ?? (kept === null ? foldRegister(eventsIn(db), root) : withLater(kept.state, eventsAfter(db, kept.place)))
    this.#snapshotAt = kept?.place ?? 0
    this.#keepIfDue()
  }

  get now(): PracticeState { return this.#state }
  get isExact(): boolean { return this.#isExact }
  /** False: it stands on the word of a manager's snapshot, until everything was read and compared. */
  get isChecked(): boolean { return !this.#isUnproven }

  /** What the state would be with these too; they are in the table. */
  with(state: PracticeState, events: readonly CheckedEvent[]): Grown {
    if (this.#start !== null) {
      const { heads } = this.#start
      const later = events.filter((one) => isBeyond(heads, one))
      return { state: later.length === 0 ? state : addAhead(state, later), isExact: false }
    }
    const quick = events.length === 0 ? state : addQuickly(state, events)
    if (quick !== null) return { state: quick, isExact: this.#isExact }
    return lastPlace(this.#parts.db) <= REFOLD_AT_ONCE ? { state: addToState(state, events), isExact: true } : { state: addAhead(state, events), isExact: false }
  }

  become({ state, isExact }: Grown): void {
    const isAnother = state !== this.#state
    this.#isExact = isExact
    this.#state = state
    if (isExact) this.#isUnproven = false
    else this.#settle()
    if (isAnother) this.#parts.onChange(state)
  }

  /** Does this between everything else; null: closed before it was done, or what it gives. */
  inBetween<Result>(steps: Steps<Result>): Promise<Result | null> { return inSlices(steps, this.#closing.signal) }

  /** Begins from what a manager signed, once it is stored. */
  begin(start: Start): void {
    this.#start = start
    this.#isUnproven = true
    this.become({ state: start.state, isExact: false })
  }

  /** Everything in the folder is in the table. Compares what others signed with what they signed it of; settled when that is done. */
  readToEnd(): Promise<void> {
    this.#work = this.#work.then(() => this.#compareAll()).catch((error: unknown) => { this.#parts.onBug(error) })
    return this.#work
  }

  /** Enough was said since the last snapshot that somebody signed. */
  isSnapshotDue(): boolean {
    const { law, chains, work: { snapshot } } = this.#state
    if (!this.#isExact || this.#start !== null) return false
    if (snapshot !== null && wasDisagreed(this.#parts.db, snapshot.said.hash) && !this.#saidUntrueBefore(snapshot)) return true
    // Of another program's too: two that do not know each other's words would sign against each other for ever.
    const before = snapshot === null ? new Map<string, { last: number }>() : headsIn(snapshot.event.body)
    const since = [...law.devices.keys()].reduce((sum, device) => sum + Math.max(0, (chains.get(device)?.length ?? 0) - (before.get(device)?.last ?? 0)), 0)
    return since >= SIGNED_SNAPSHOT_EVERY
  }

  /** One that is untrue is followed by a true one at once, but once for each author: two programs at odds would sign against each other for ever. */
  #saidUntrueBefore({ event: { author }, said: { hash } }: NonNullable<PracticeState['work']['snapshot']>): boolean {
    return disagreeing(this.#parts.db).some((row) => row.hash !== hash && storedEvent(row).event.author === author)
  }

  /** The state as it is now, folded from its events alone, as this workstation would sign it; null: closed, or a hole in the table. */
  async toSign(): Promise<SignedState | null> {
    const { db } = this.#parts
    const heads = headsOf(this.#state)
    const made = await this.inBetween(this.#atHeads(new Map(heads.map(({ device, last, hash }) => [device, { last, hash }]))))
    const law = made === null ? null : await this.inBetween(signedTexts(db, made.law))
    if (made === null || law === null) return null
    const { bytes, hash } = await contentOf(made.fields, law)
    return { body: { heads, stateHash: made.stateHash, content: hash, format: FORMAT_HASH }, bytes }
  }

  [Symbol.dispose](): void {
    this.#closing.abort()
    this.#keepIfDue()
  }

  #isClosed(): boolean { return this.#closing.signal.aborted }

  /** Only what was read and judged whole is put down. */
  #keepIfDue(): void {
    const { db, keys } = this.#parts
    if (!this.#isExact || this.#start !== null) return
    const place = lastPlace(db)
    if (place - this.#snapshotAt < SNAPSHOT_EVERY) return
    keepSnapshot(db, keys, { state: this.#state, place })
    this.#snapshotAt = place
  }

  #startedBefore(): PracticeState | null {
    const { db, root } = this.#parts
    const row = keptStart(db)
    if (row === null) return null
    const content = storedContent(row.content, root)
    const start = content === null ? null : startAgain(content, row.event, eventsIn(db))
    this.#start = start ?? { event: null, heads: new Map(), law: [] }
    this.#isUnproven = true
    this.#isExact = false
    return start?.state ?? foldRegister(eventsIn(db), root)
  }

  #settle(): void {
    if (this.#isSettling || this.#start !== null) return
    this.#isSettling = true
    this.#work = this.#work.then(() => this.#foldAnew()).catch((error: unknown) => { this.#parts.onBug(error) }).finally(() => { this.#isSettling = false })
  }

  /** Again where meanwhile something came that has to be judged anew as well. */
  async #foldAnew(): Promise<void> {
    const { db, root } = this.#parts
    while (!this.#isExact && this.#start === null && !this.#isClosed()) {
      const place = lastPlace(db)
      const folded = await this.inBetween(foldInSteps(eventsUpTo(db, place), root, eventsIn(db)))
      if (folded === null) return
      const later = eventsAfter(db, place)
      const state = later.length === 0 ? folded : addQuickly(folded, later)
      if (state !== null) this.become({ state, isExact: true })
    }
  }

  async #compareAll(): Promise<void> {
    const { db, keys } = this.#parts
    if (this.#start !== null) {
      const { event, law } = this.#start
      await this.inBetween(storeMissing(db, law))
      const says = event === null ? 'unknown' : await this.#compare(event)
      if (this.#isClosed()) return
      if (event !== null && says !== 'unknown') noteCompared(db, event.hash, says === 'the-same')
      dropStart(db)
      this.#start = null
      this.#isExact = false
    }
    await this.#foldAnew()
    if (this.#isClosed()) return
    const { snapshot } = this.#state.work
    const hash = snapshot?.said.hash
    if (snapshot === null || hash === undefined || snapshot.event.author === keys.device.id || wasCompared(db, hash) || hash === this.#lastTried) return
    this.#lastTried = hash
    const says = await this.#compare({ event: snapshot.event })
    // What it names may still be on its way here.
    if (this.#isClosed() || says === 'unknown' || says === 'incomplete') return
    noteCompared(db, hash, says === 'the-same')
    if (says === 'another') this.#parts.onChange(this.#state)
  }

  /** Whether the events that it names say what it says; `unknown`: of a program with other words this cannot be told. */
  async #compare({ event: { body } }: Pick<Start['event'], 'event'>): Promise<'the-same' | 'another' | 'incomplete' | 'unknown'> {
    if (body.format !== FORMAT_HASH) return 'unknown'
    const made = await this.inBetween(this.#atHeads(headsIn(body)))
    if (made === null) return 'incomplete'
    return made.stateHash === body.stateHash ? 'the-same' : 'another'
  }

  * #atHeads(heads: Heads): Steps<{ stateHash: string; fields: readonly [name: string, text: string][]; law: readonly CheckedEvent[] } | null> {
    const { db, root } = this.#parts
    const events = yield* eventsAtHeads(eventsUpTo(db, lastPlace(db)), heads)
    if (events === null) return null
    const state = yield* foldInSteps(events, root)
    const snapshot = yield* snapshotInSteps(state)
    return { ...yield* stateHashOf(snapshot), law: snapshot.law }
  }
}

/** Events of the law that went from the folder since a manager signed what he knew: where they are signed, they hold all the same. */
function* storeMissing(db: Database, law: Start['law']): Steps<void> {
  const [isKnown, store] = [knownIn(db), eventStore(db)]
  for (const { checked, text, ...signed } of law) {
    const read = isKnown(checked.hash) ? null : verified({ event: text, ...signed })
    if (read?.kind === 'signed') inTransaction(db, () => store(read.signed))
    yield
  }
}

const withLater = (state: PracticeState, events: readonly CheckedEvent[]): PracticeState => (events.length === 0 ? state : addToState(state, events))
