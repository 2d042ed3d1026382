import { createHash } from 'node:crypto'
import { historyIn, historyOf, isWhole, type HistoryEntry, type MessageName } from '../../../shared/practice/claims.ts'
import type { BodyOf, CheckedEvent } from '../../../shared/practice/event.ts'
import { addToState, foldRegister, type PracticeState } from '../../../shared/practice/fold.ts'
import type { RefusedBecause } from '../../../shared/practice/problem.ts'
import { messageFrom } from '../../../shared/practice/work.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import { readEnvelope, type Enclosed } from '../line/envelope.ts'
import { mustReadFirst } from '../restored.ts'
import type { DeviceKeys } from './device-keys.ts'
import { deedsIn, deedsWith, type ToldDeed } from './deed-table.ts'
import { eventsAbout, eventsAfter, eventsIn, knownIn, lastPlace, markSent, noteWrong, queuedEvents, queueEvent, readAnew, storeEvent, wrongMessages, type WrongMessage } from './event-table.ts'
import { keepSnapshot, keptSnapshot } from './kept-snapshot.ts'
import { EVENT_MESSAGE_BYTES, SNAPSHOT_EVERY } from './limits.ts'
import { readSigned, signedBody, signEvent, type Saying, type SignedEvent, type WrongEvent } from './signed-event.ts'

/** What became of one message of the folder. */
export type Taken =
  | { readonly kind: 'new'; readonly hash: string }
  | { readonly kind: 'known'; readonly hash: string }
  /** Not an event: a request to join, or a piece of a journal. */
  | { readonly kind: 'other'; readonly enclosed: Exclude<Enclosed, 'event'> }
  | { readonly kind: 'wrong'; readonly because: WrongEvent | 'no-head' | 'other-type' | 'not-base64' }

export type SayOutcome =
  | { readonly kind: 'said'; readonly hashes: readonly string[] }
  /** It would have no effect, and why; nothing was written. */
  | { readonly kind: 'refused'; readonly because: RefusedBecause | 'already-claimed' }
  /** This workstation's own chain does not hang together: it must not go on. */
  | { readonly kind: 'refused'; readonly because: 'own-chain-forked' | 'own-chain-incomplete' }

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
  /**
   * Signs and stores these, in this order, to be sent. `alongside` runs in the same transaction; when it throws, nothing was said.
   */
  say(sayings: readonly Saying[], alongside?: (events: readonly CheckedEvent[]) => void): SayOutcome
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

export interface RegisterOptions {
  readonly db: Database
  readonly keys: DeviceKeys
  /** Hash of the founding event, as it was pinned. */
  readonly root: string
  /** Milliseconds since 1970: what this workstation claims as its time. */
  readonly now: () => number
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

/** Starts from the snapshot and what came since, or from every event of the table. */
export function openRegister({ db, keys, root, now }: RegisterOptions): Register {
  readAnew(db)
  const kept = keptSnapshot(db, keys, root)
  let state = kept === null ? foldRegister(eventsIn(db), root) : withLater(kept.state, eventsAfter(db, kept.place))
  let snapshotAt = kept?.place ?? 0
  const listeners = new Set<(state: PracticeState) => void>()

  const snapshotIfDue = (): void => {
    const place = lastPlace(db)
    if (place - snapshotAt < SNAPSHOT_EVERY) return
    keepSnapshot(db, keys, { state, place })
    snapshotAt = place
  }
  const become = (next: PracticeState): void => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener(state)
  }
  snapshotIfDue()
  return {
    state: () => state,
    take: (messages) => {
      const isKnown = knownIn(db)
      const read = messages.map((raw) => readMessage(raw, isKnown))
      const { taken, fresh } = inTransaction(db, () => storeRead({ db, at: now() }, read))
      become(withLater(state, fresh))
      return taken
    },
    say: (sayings, alongside) => {
      try {
        const said = inTransaction(db, () => {
          const made = sayAll({ db, keys, root, at: now() }, state, sayings)
          alongside?.(made.events)
          return made
        })
        become(said.state)
        return { kind: 'said', hashes: said.events.map(({ hash }) => hash) }
      } catch (error) {
        if (error instanceof NotSaid) return { kind: 'refused', because: error.because } as SayOutcome
        throw error
      }
    },
    outgoing: () => queuedEvents(db).map(({ hash, ...queued }) => ({ hash, body: signedBody(queued) })),
    sent: (hash) => markSent(db, hash, now()),
    putBack: (hash) => queueEvent(db, hash),
    history: (message) => (isWhole(state, message) ? historyOf(state, message) : historyFrom(db, state, message)),
    deedsWith: (message) => deedsWith(db, state, message),
    deedsIn: (where) => deedsIn(db, state, where),
    wrong: () => wrongMessages(db),
    onChange: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    [Symbol.dispose]: () => {
      listeners.clear()
      snapshotIfDue()
    },
  }
}

const withLater = (state: PracticeState, events: readonly CheckedEvent[]): PracticeState => (events.length === 0 ? state : addToState(state, events))

function historyFrom(db: Database, { law, memory }: PracticeState, { mailbox, message }: MessageName): HistoryEntry[] {
  const about = eventsAbout(db, message).filter(({ event }) => 'mailbox' in event.body && event.body.mailbox === mailbox)
  const whole = messageFrom(law, memory.refused, about)
  return whole === null ? [] : historyIn(whole)
}

type ReadMessage = { readonly raw: Uint8Array } & (
  | { readonly kind: 'signed'; readonly signed: SignedEvent }
  | Extract<Taken, { kind: 'known' | 'other' | 'wrong' }>
)

function readMessage(raw: Uint8Array, isKnown: (hash: string) => boolean): ReadMessage {
  if (raw.length > EVENT_MESSAGE_BYTES) return { raw, kind: 'wrong', because: 'too-large' }
  const envelope = readEnvelope(raw)
  if (envelope.kind === 'none') return { raw, kind: 'wrong', because: envelope.because }
  if (envelope.kind !== 'event') return { raw, kind: 'other', enclosed: envelope.kind }
  const read = readSigned(envelope.body, isKnown)
  return { raw, ...read }
}

function storeRead({ db, at }: { db: Database; at: number }, read: readonly ReadMessage[]): { taken: Taken[]; fresh: CheckedEvent[] } {
  const fresh: CheckedEvent[] = []
  const taken = read.map((message): Taken => {
    switch (message.kind) {
      case 'other': return { kind: 'other', enclosed: message.enclosed }
      case 'wrong': {
        noteWrong(db, { hash: createHash('sha256').update(message.raw).digest('hex'), because: message.because, seenAt: at })
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
        const isNew = storeEvent(db, message.signed)
        if (isNew) fresh.push(checked)
        return { kind: isNew ? 'new' : 'known', hash: checked.hash }
      }
    }
  })
  return { taken, fresh }
}

interface Desk { readonly db: Database; readonly keys: DeviceKeys; readonly root: string; readonly at: number }

function sayAll(desk: Desk, before: PracticeState, sayings: readonly Saying[]): { state: PracticeState; events: CheckedEvent[] } {
  const events: CheckedEvent[] = []
  let state = before
  for (const saying of sayings) {
    const signed = signEvent(desk.keys, nextPlace(desk, state), saying)
    const { checked } = signed
    storeEvent(desk.db, signed)
    queueEvent(desk.db, checked.hash)
    state = addToState(state, [checked])
    const because = noEffect(state, checked)
    if (because !== null) throw new NotSaid(because)
    events.push(checked)
  }
  return { state, events }
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
  if (refused !== undefined) return refused
  const isLost = event.kind === 'claimed' && work.messages.get(event.body.mailbox)?.get(event.body.message)?.lost.includes(hash) === true
  return isLost ? 'already-claimed' : null
}
