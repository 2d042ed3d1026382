import { historyIn, historyOf, isWhole, type HistoryEntry, type MessageName } from '../../../shared/practice/claims.ts'
import type { BodyOf, CheckedEvent } from '../../../shared/practice/event.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { isLawEvent } from '../../../shared/practice/may-say.ts'
import { nameOf, type RefusedBecause, type RegisterProblem } from '../../../shared/practice/problem.ts'
import { problemsOf } from '../../../shared/practice/problems.ts'
import { messageFrom } from '../../../shared/practice/work.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import type { Enclosed } from '../line/envelope.ts'
import { mustReadFirst } from '../restored.ts'
import type { DeviceKeys } from './device-keys.ts'
import { deedsIn, deedsWith, type ToldDeed } from './deed-table.ts'
import { eventsAbout, eventsIn, eventStore, knownIn, lastPlace, markSent, noteWrong, queuedEvents, queueEvent, readAnew, storeEvent, wrongMessages, type WrongMessage } from './event-table.ts'
import { KeptState, type Grown, type SignedState } from './kept-state.ts'
import { readMessage, type ReadMessage, type WrongMessageBecause } from './read-message.ts'
import { signedBody, signEvent, storedEvent, type Saying } from './signed-event.ts'
import type { ReadContent } from './snapshot-content.ts'
import { startFrom } from './start-from.ts'
import { disagreeing, keepStart, wasDisagreed } from './start-table.ts'

/** What became of one message of the folder. */
export type Taken =
  | { readonly kind: 'new'; readonly hash: string }
  | { readonly kind: 'known'; readonly hash: string }
  /** Not an event: a request to join, or a piece of a journal. */
  | { readonly kind: 'other'; readonly enclosed: Exclude<Enclosed, 'event'> }
  | { readonly kind: 'wrong'; readonly because: WrongMessageBecause }

export type SayOutcome =
  | { readonly kind: 'said'; readonly hashes: readonly string[] }
  /** It would have no effect, and why; nothing was written. */
  | { readonly kind: 'refused'; readonly because: RefusedBecause | 'already-claimed' }
  /** This workstation's own chain does not hang together: it must not go on. */
  | { readonly kind: 'refused'; readonly because: 'own-chain-forked' | 'own-chain-incomplete' }
  /** It is about what holds in the practice, and this workstation has not yet read for itself what does. */
  | { readonly kind: 'refused'; readonly because: 'not-read-yet' }

export interface OutgoingEvent {
  readonly hash: string
  /** For `writeEnvelope`. */
  readonly body: Uint8Array
}

/** The practice's register at this workstation, for as long as the vault is open. */
export interface Register extends Disposable {
  state(): PracticeState
  /** Stores what is new of these raw messages of the folder, all or none of them, and folds it in. One answer for each. */
  take(messages: readonly Uint8Array[]): Taken[]
  /** The same of messages that were read and verified in another thread. */
  takeRead(messages: readonly ReadMessage[]): Taken[]
  /** Nothing of the practice was ever read here. */
  isFresh(): boolean
  /** Starts from what a manager signed, as it was read in another thread, with the newest messages of the folder; null: not from this. */
  startFrom(given: GivenStart, messages: readonly ReadMessage[]): Promise<Taken[] | null>
  /** False: it stands on the word of a manager's snapshot; nothing is given away on it. */
  isChecked(): boolean
  /** The folder was read to its end; what was taken on a manager's word is compared with it. Settled when that is done. */
  readToEnd(): Promise<void>
  isSnapshotDue(): boolean
  /** The state, to be signed and said; worked out between everything else. */
  toSign(): Promise<SignedState | null>
  /** Everything that has no effect, does not hang together, or says otherwise than what it names. */
  problems(): RegisterProblem[]
  /**
   * Signs and stores these, in this order, to be sent. `alongside` runs in the same transaction, and so do sayings that are worked out
   * only there; when either throws, nothing was said.
   */
  say(sayings: Sayings, alongside?: (events: readonly CheckedEvent[]) => void): SayOutcome
  /** What the folder does not have yet, in the order in which it was said. */
  outgoing(): OutgoingEvent[]
  sent(hash: string): void
  /** An event that went from the folder goes there again: it is signed, so anybody may put it back. */
  putBack(hash: string): void
  /** What was done with a message of a shared mailbox, oldest first: from the state, or from the table where a snapshot left it out. */
  history(message: MessageName): HistoryEntry[]
  /** Who read, filed or deleted a message, and what else was told of it: the latest, oldest first. */
  deedsWith(message: MessageName): ToldDeed[]
  /** The same of a whole mailbox since some time, newest first. */
  deedsIn(where: { mailbox: string; since: number }): ToldDeed[]
  /** Messages of the folder that are no events. */
  wrong(): WrongMessage[]
  onChange(listener: (state: PracticeState) => void): Disposable
}

export type Sayings = readonly Saying[] | (() => readonly Saying[])

/** A snapshot's content, read, and as it came. */
export interface GivenStart { readonly content: Extract<ReadContent, { kind: 'read' }>; readonly bytes: Uint8Array }

export interface RegisterOptions {
  readonly db: Database
  readonly keys: DeviceKeys
  /** Hash of the founding event, as it was pinned. */
  readonly root: string
  /** Milliseconds since 1970: what this workstation claims as its time. */
  readonly now: () => number
  readonly onBug?: (error: unknown) => void
}

/** Stores a founding event, to be sent. Its hash is the practice's root, once the folder shows that no other came first. */
export function foundPractice({ db, keys, now }: Omit<RegisterOptions, 'root'>, body: BodyOf<'founded'>): { readonly hash: string } {
  const signed = signEvent(keys, { practice: null, sequence: 1, previous: null, clock: 1, at: now() }, { kind: 'founded', body })
  inTransaction(db, () => {
    storeEvent(db, signed)
    queueEvent(db, signed.checked.hash)
  })
  return { hash: signed.checked.hash }
}

class NotSaid extends Error {
  readonly because: Extract<SayOutcome, { kind: 'refused' }>['because']
  constructor(because: NotSaid['because']) {
    super(because)
    this.because = because
  }
}

/** Starts from a snapshot and what came since, or from every event of the table. */
export function openRegister({ db, keys, root, now, onBug = raise }: RegisterOptions): Register {
  readAnew(db)
  const listeners = new Set<(state: PracticeState) => void>()
  const kept = new KeptState({ db, keys, root, onBug, onChange: (state) => { for (const listener of listeners) listener(state) } })
  const takeRead = (read: readonly ReadMessage[]): Taken[] => {
    const { taken, fresh } = inTransaction(db, () => storeRead({ db, at: now() }, read))
    if (fresh.length > 0) kept.become(kept.with(kept.now, fresh))
    return taken
  }
  return {
    state: () => kept.now,
    take: (messages) => {
      const isKnown = knownIn(db)
      return takeRead(messages.map((raw) => readMessage(raw, isKnown)))
    },
    takeRead,
    isFresh: () => lastPlace(db) === 0,
    startFrom: (given, read) => beginFrom({ db, at: now(), kept }, given, read),
    isChecked: () => kept.isChecked,
    readToEnd: () => kept.readToEnd(),
    isSnapshotDue: () => kept.isSnapshotDue(),
    toSign: () => kept.toSign(),
    problems: () => [...disagreeing(db).map((row): RegisterProblem => ({ kind: 'snapshot-disagrees', event: nameOf(storedEvent(row)) })), ...problemsOf(kept.now)],
    say: (sayings, alongside) => saidOrNot({ db, keys, root, at: now(), kept }, sayings, alongside),
    outgoing: () => queuedEvents(db).map(({ hash, ...queued }) => ({ hash, body: signedBody(queued) })),
    sent: (hash) => markSent(db, hash, now()),
    putBack: (hash) => queueEvent(db, hash),
    history: (message) => (isWhole(kept.now, message) ? historyOf(kept.now, message) : historyFrom(db, kept.now, message)),
    deedsWith: (message) => deedsWith(db, kept.now, message),
    deedsIn: (where) => deedsIn(db, kept.now, where),
    wrong: () => wrongMessages(db),
    onChange: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    [Symbol.dispose]: () => {
      listeners.clear()
      kept[Symbol.dispose]()
    },
  }
}

function raise(error: unknown): never { throw error }

function historyFrom(db: Database, { law, memory }: PracticeState, { mailbox, message }: MessageName): HistoryEntry[] {
  const about = eventsAbout(db, message).filter(({ event }) => 'mailbox' in event.body && event.body.mailbox === mailbox)
  const whole = messageFrom(law, memory.refused, about)
  return whole === null ? [] : historyIn(whole)
}

function storeRead({ db, at }: { db: Database; at: number }, read: readonly ReadMessage[]): { taken: Taken[]; fresh: CheckedEvent[] } {
  const fresh: CheckedEvent[] = []
  const store = eventStore(db)
  const taken = read.map((message): Taken => {
    switch (message.kind) {
      case 'other': return { kind: 'other', enclosed: message.enclosed }
      case 'wrong': {
        noteWrong(db, { hash: message.hash, because: message.because, seenAt: at })
        return { kind: 'wrong', because: message.because }
      }
      // What lies in the folder need not be sent there.
      case 'known': {
        markSent(db, message.hash, at)
        return { kind: 'known', hash: message.hash }
      }
      case 'signed': {
        const { checked } = message.signed
        // Twice in one batch: stored once.
        const isNew = store(message.signed)
        if (isNew) fresh.push(checked)
        return { kind: isNew ? 'new' : 'known', hash: checked.hash }
      }
    }
  })
  return { taken, fresh }
}

/** All in one transaction: the newest messages of the folder, and what is started from. The state is worked out before, in between. */
async function beginFrom({ db, at, kept }: Pick<Desk, 'db' | 'at' | 'kept'>, { content, bytes }: GivenStart, read: readonly ReadMessage[]): Promise<Taken[] | null> {
  const events = read.flatMap((message) => (message.kind === 'signed' ? [message.signed.checked] : []))
  const start = lastPlace(db) === 0 ? await kept.inBetween(startFrom(content, events, eventsIn(db))) : null
  // What turned out to be untrue before, in this very store, is not tried again; nor does it begin twice.
  if (start === null || lastPlace(db) > 0 || wasDisagreed(db, start.event.hash)) return null
  const { taken } = inTransaction(db, () => {
    keepStart(db, { event: start.event.hash, content: bytes })
    return storeRead({ db, at }, read)
  })
  kept.begin(start)
  return taken
}

function saidOrNot(desk: Desk, sayings: Sayings, alongside: Parameters<Register['say']>[1]): SayOutcome {
  try {
    const said = inTransaction(desk.db, () => {
      const made = sayAll(desk, typeof sayings === 'function' ? sayings() : sayings)
      alongside?.(made.events)
      return made
    })
    desk.kept.become(said)
    return { kind: 'said', hashes: said.events.map(({ hash }) => hash) }
  } catch (error) {
    if (error instanceof NotSaid) return { kind: 'refused', because: error.because } as SayOutcome
    throw error
  }
}

interface Desk { readonly db: Database; readonly keys: DeviceKeys; readonly root: string; readonly at: number; readonly kept: KeptState }

function sayAll(desk: Desk, sayings: readonly Saying[]): Grown & { events: CheckedEvent[] } {
  const events: CheckedEvent[] = []
  let grown: Grown = { state: desk.kept.now, isExact: desk.kept.isExact }
  for (const saying of sayings) {
    const signed = signEvent(desk.keys, nextPlace(desk, grown.state), saying)
    const { checked } = signed
    if (!desk.kept.isChecked && isLawEvent(checked.event)) throw new NotSaid('not-read-yet')
    storeEvent(desk.db, signed)
    queueEvent(desk.db, checked.hash)
    const next = desk.kept.with(grown.state, [checked])
    grown = { state: next.state, isExact: grown.isExact && next.isExact }
    const because = noEffect(grown.state, checked)
    if (because !== null) throw new NotSaid(because)
    events.push(checked)
  }
  return { ...grown, events }
}

/** Where this workstation's next event stands. */
function nextPlace({ db, keys, root, at }: Desk, { chains, clock }: PracticeState): { practice: string; sequence: number; previous: string | null; clock: number; at: number } {
  const own = chains.get(keys.device.id)
  if (mustReadFirst(db)) throw new NotSaid('own-chain-incomplete')
  if (own?.stopped != null) throw new NotSaid('own-chain-forked')
  // A store that was put back from a copy: what was said since then is still to come from the folder.
  if (own !== undefined && own.waiting.size > 0) throw new NotSaid('own-chain-incomplete')
  return { practice: root, sequence: (own?.length ?? 0) + 1, previous: own?.head ?? null, clock: Math.max(clock, own?.clock ?? 0) + 1, at }
}

/** Why an event that was just folded in changes nothing; null: it has its effect. */
function noEffect({ law, memory, work }: PracticeState, { hash, event }: CheckedEvent): RefusedBecause | 'already-claimed' | null {
  const refused = law.refused.get(hash) ?? memory.refused.get(hash)?.because
  // Whoever was put out while away still hands in their log: it names what lies in the folder, and a manager is shown when it came.
  if (event.kind === 'segment-filed' && refused === 'after-withdrawal') return null
  if (refused !== undefined) return refused
  const isLost = event.kind === 'claimed' && work.messages.get(event.body.mailbox)?.get(event.body.message)?.lost.includes(hash) === true
  return isLost ? 'already-claimed' : null
}
