import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FetchMessageObject } from 'imapflow'
import { BATCH_BYTES, FIRST_BATCH_MESSAGES, FIRST_ROWS, PIECE_BYTES, UID_SET_CHARS } from '../../shared/limits.ts'
import type { NewMessage } from '../mailbox/mailbox.ts'
import { catchUp, save, takeRemovals, type SyncContext } from './catch-up.ts'
import type { FolderWork } from './folder-work.ts'
import { LargeMessages } from './large-message.ts'
import type { Pace } from './pace.ts'
import { SessionLost } from './problems.ts'
import { uidSets } from './uid-set.ts'

export interface Copied {
  readonly messages: number
  readonly bytes: number
  /** Of those that came after the last look, not yet read by anybody. */
  readonly unread: number
}

export interface Copying {
  readonly pace: Pace
  /** Whether nothing more urgent has come up. */
  readonly mayGoOn: () => boolean
  /** Whether old mail waits, so that only what is new is to be taken. */
  readonly onlyNew: () => boolean
  readonly onBatch: (copied: Copied) => void
}

/**
 * Fetches the newest messages that a folder lacks, batch after batch for as long as nothing more urgent comes up. The next
 * batch is asked for before the last one is stored, so that the server and this disk work at the same time; never more than
 * that one, and none while large messages come, so that what is in memory stays what one batch may be.
 */
export async function copyBatches(context: SyncContext, work: FolderWork, { pace, mayGoOn, onlyNew, onBatch }: Copying): Promise<void> {
  // Opening a folder is a look at it too: its UIDs may mean something else by now.
  if (context.session.openPath !== work.path) await catchUp(context, work)
  const intake = new Intake(context, work)
  try {
    let asked = work.closed ? null : intake.ask(pace.messages, onlyNew())
    while (asked !== null) {
      const large = await intake.receive(asked)
      const next = large.length === 0 && mayGoOn() ? intake.ask(pace.messages, onlyNew()) : null
      // Only then has the question left.
      if (next !== null) await nextTurn()
      await intake.store(large)
      // From the question on: what a person asks for meanwhile waits this long.
      pace.record(asked.uids.length, context.now() - asked.at)
      finishBatch(context, work)
      onBatch(intake.taken())
      asked = next
    }
  } catch (error) {
    intake.giveUp(error)
    throw error
  }
}

/** A first copy takes a while: what the server says changed since its start is looked at once more. */
export function finishBatch(context: SyncContext, work: FolderWork): void {
  const wasComplete = work.state.complete
  save(context, work)
  if (work.state.complete && !wasComplete && work.state.highestModseq !== null) work.dirty = true
}

/** Fetches one message once more, because what this disk has of it is damaged or not there. */
export async function fetchAgain(context: SyncContext, work: FolderWork, { messageId, uid }: { messageId: number; uid: number }): Promise<void> {
  if (context.session.openPath !== work.path) await catchUp(context, work)
  if (work.closed || !work.known.has(uid)) return
  context.copy.fetchAgain([messageId])
  // It counts as not there, so that it comes with what is lacking when the line breaks.
  work.known.delete(uid)
  const intake = new Intake(context, work)
  try {
    await intake.store(await intake.receive(intake.request([uid])))
  } catch (error) {
    intake.giveUp(error)
    throw error
  }
}

/** One message of the open folder as the server gives it now, all of it; null when it does not. Nothing is stored. */
export async function fetchOne({ session, now }: Pick<SyncContext, 'session' | 'now'>, uid: number): Promise<NewMessage | null> {
  let found: FetchMessageObject | null = null
  for await (const message of session.fetch(String(uid), ITEMS)) if (message.uid === uid) found = message
  if (found === null) return null
  const start = found.source ?? new Uint8Array()
  const raw = start.length < PIECE_BYTES ? start : await new LargeMessages().fetch(session, found)
  return { uid, flags: [...found.flags ?? []], receivedAt: receivedAt(found, now), raw }
}

/** Messages that the server has been asked for. */
interface Asked {
  readonly uids: readonly number[]
  readonly at: number
  readonly answers: AsyncGenerator<FetchMessageObject>
  /** Asked for at once, not only when somebody reads. */
  readonly first: Promise<IteratorResult<FetchMessageObject>>
}

const ITEMS = { uid: true, flags: true, internalDate: true, source: { maxLength: PIECE_BYTES } } as const

/** Of so many large messages what has come of them is held until their turn; of more it is fetched again. */
const HELD_BEGINNINGS = 4

const withoutBytes = ({ source: _, ...facts }: FetchMessageObject): FetchMessageObject => facts

/** What is on its way from the server to the store. */
class Intake {
  readonly #context: SyncContext
  readonly #work: FolderWork
  readonly #inPieces = new LargeMessages()
  #pending: Asked[] = []
  #waiting: NewMessage[] = []
  #waitingBytes = 0
  #messages = 0
  #bytes = 0
  #unread = 0

  constructor(context: SyncContext, work: FolderWork) {
    this.#context = context
    this.#work = work
  }

  /** The next newest messages; null when nothing is lacking. */
  ask(count: number, onlyNew: boolean): Asked | null {
    const uids = onlyNew ? this.#work.takeNew(count) : this.#work.takeNext(count)
    return uids.length === 0 ? null : this.request(uids)
  }

  request(uids: readonly number[]): Asked {
    const answers = this.#fetch(uids)
    const first = answers.next()
    // It comes out where it is awaited, which is after the batch before it.
    first.catch(() => undefined)
    const asked = { uids, at: this.#context.now(), answers, first }
    this.#pending.push(asked)
    return asked
  }

  async *#fetch(uids: readonly number[]): AsyncGenerator<FetchMessageObject> {
    for (const set of uidSets(uids, UID_SET_CHARS)) yield* this.#context.session.fetch(set, ITEMS)
  }

  /** The beginning of every message, which for nearly all is the whole; gives those that are longer. */
  async receive({ uids, answers, first }: Asked): Promise<FetchMessageObject[]> {
    const wanted = new Set(uids)
    const large: FetchMessageObject[] = []
    for (let answer = await first; answer.done !== true; answer = await answers.next()) {
      const message = answer.value
      // Nobody asked for it, or it has come already.
      if (!wanted.delete(message.uid)) continue
      if ((message.source?.length ?? 0) < PIECE_BYTES) this.#take(message, message.source ?? new Uint8Array())
      else large.push(large.length < HELD_BEGINNINGS ? message : withoutBytes(message))
    }
    // What did not come is gone from the server.
    if (wanted.size > 0) takeRemovals(this.#context.copy, this.#work, [...wanted])
    return large
  }

  /** Everything that has come is in the store afterwards, the large messages piece by piece. */
  async store(large: readonly FetchMessageObject[]): Promise<void> {
    this.#hand()
    for (const message of large) {
      this.#take(message, await this.#inPieces.fetch(this.#context.session, message))
      this.#hand()
    }
    this.#pending.shift()
  }

  taken(): Copied {
    const copied = { messages: this.#messages, bytes: this.#bytes, unread: this.#unread }
    this.#messages = 0
    this.#bytes = 0
    this.#unread = 0
    return copied
  }

  /** What is not in the store is lacking again; what broke the line may do so once more. */
  giveUp(error: unknown): void {
    const lacking = this.#pending.map(({ uids }) => uids.filter((uid) => !this.#work.known.has(uid)))
    this.#work.putBack(lacking.flat())
    if (error instanceof SessionLost) this.#work.broke(lacking[0] ?? [])
    // The rest of an answer that nobody reads would keep the goodbye waiting.
    for (const { answers } of this.#pending) answers.return(undefined).catch(() => undefined)
    this.#pending = []
  }

  #take(message: FetchMessageObject, raw: Uint8Array): void {
    this.#waiting.push({ uid: message.uid, flags: [...message.flags ?? []], receivedAt: receivedAt(message, this.#context.now), raw })
    this.#waitingBytes += raw.length
    const isFirstScreen = this.#work.role === 'inbox' && this.#work.known.size < FIRST_ROWS && this.#waiting.length >= FIRST_BATCH_MESSAGES
    if (this.#waitingBytes >= BATCH_BYTES || isFirstScreen) this.#hand()
  }

  #hand(): void {
    if (this.#waiting.length === 0) return
    this.#context.copy.addMessages(this.#work.id, this.#waiting)
    this.#unread += this.#work.arrived(this.#waiting)
    this.#messages += this.#waiting.length
    this.#bytes += this.#waitingBytes
    this.#waiting = []
    this.#waitingBytes = 0
  }
}

/** INTERNALDATE in ms; a server that gives none that can be read loses nothing but its place in the list. */
function receivedAt({ internalDate }: FetchMessageObject, now: () => number): number {
  const at = internalDate instanceof Date ? internalDate.getTime() : Number.NaN
  return Number.isNaN(at) ? now() : at
}
