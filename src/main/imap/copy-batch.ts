import type { FetchMessageObject } from 'imapflow'
import { BATCH_BYTES, FIRST_BATCH_MESSAGES, FIRST_ROWS, PIECE_BYTES, UID_SET_CHARS } from '../../shared/limits.ts'
import { catchUp, save, type SyncContext } from './catch-up.ts'
import type { FolderWork } from './folder-work.ts'
import { LargeMessages } from './large-message.ts'
import type { NewMessage } from '../mailbox/mailbox.ts'
import type { Pace } from './pace.ts'
import { SessionLost } from './problems.ts'
import { uidSets } from './uid-set.ts'

export interface Copied {
  readonly messages: number
  readonly bytes: number
  /** Of those that came after the last look, not yet read by anybody. */
  readonly unread: number
}

/** Fetches the next newest messages of a folder into the copy and hands them to the store in bounded pieces. */
export async function copyBatch(context: SyncContext, work: FolderWork, pace: Pace): Promise<Copied> {
  // Opening a folder is a look at it too: its UIDs may mean something else by now.
  if (context.session.openPath !== work.path) await catchUp(context, work)
  const asked = work.closed ? [] : work.takeNext(pace.messages)
  const batch = new Batch(context, work)
  const start = context.now()
  try {
    await batch.receive(asked)
  } catch (error) {
    work.came()
    if (error instanceof SessionLost) work.broke(asked.filter((uid) => !batch.came.has(uid)))
    throw error
  }
  work.batchDone(asked)
  pace.record(asked.length, context.now() - start)
  const wasComplete = work.state.complete
  save(context, work)
  // A first copy takes a while: what the server says changed since its start is looked at once more.
  if (work.state.complete && !wasComplete && work.state.highestModseq !== null) work.dirty = true
  return batch
}

/** Fetches one message once more, because what this disk has of it is damaged or not there. */
export async function fetchAgain(context: SyncContext, work: FolderWork, { messageId, uid }: { messageId: number; uid: number }): Promise<void> {
  if (context.session.openPath !== work.path) await catchUp(context, work)
  if (work.closed || !work.known.has(uid)) return
  context.copy.fetchAgain([messageId])
  await new Batch(context, work).receive([uid])
}

/** What has come of one batch, on its way to the store. */
class Batch implements Copied {
  readonly #context: SyncContext
  readonly #work: FolderWork
  #waiting: NewMessage[] = []
  #waitingBytes = 0
  readonly came = new Set<number>()
  messages = 0
  bytes = 0
  unread = 0

  constructor(context: SyncContext, work: FolderWork) {
    this.#context = context
    this.#work = work
  }

  /** The beginning of every message, which for nearly all is the whole; then the large ones, piece by piece. */
  async receive(uids: readonly number[]): Promise<void> {
    const wanted = new Set(uids)
    const large: FetchMessageObject[] = []
    for (const set of uidSets(uids, UID_SET_CHARS)) {
      for await (const message of this.#context.session.fetch(set, { uid: true, flags: true, internalDate: true, source: { maxLength: PIECE_BYTES } })) {
        if (!wanted.has(message.uid)) continue
        if ((message.source?.length ?? 0) < PIECE_BYTES) this.#take(message, { raw: message.source ?? new Uint8Array() })
        else large.push(message)
      }
    }
    this.#hand()
    const inPieces = new LargeMessages()
    for (const message of large) {
      this.#take(message, await inPieces.fetch(this.#context.session, message))
      this.#hand()
    }
  }

  #take(message: FetchMessageObject, content: Pick<NewMessage, 'raw'>): void {
    this.#waiting.push({ uid: message.uid, flags: [...message.flags ?? []], receivedAt: this.#receivedAt(message), ...content })
    this.#waitingBytes += content.raw.length
    const isFirstScreen = this.#work.role === 'inbox' && this.#work.known.size < FIRST_ROWS && this.#waiting.length >= FIRST_BATCH_MESSAGES
    if (this.#waitingBytes >= BATCH_BYTES || isFirstScreen) this.#hand()
  }

  #hand(): void {
    if (this.#waiting.length === 0) return
    this.#context.copy.addMessages(this.#work.id, this.#waiting)
    for (const { uid, flags } of this.#waiting) {
      this.came.add(uid)
      if (this.#work.fresh.delete(uid) && !flags.includes('\\Seen')) this.unread += 1
    }
    this.#work.took(this.#waiting.map(({ uid }) => uid))
    this.messages += this.#waiting.length
    this.bytes += this.#waitingBytes
    this.#waiting = []
    this.#waitingBytes = 0
  }

  /** INTERNALDATE in ms; a server that gives none that can be read loses nothing but its place in the list. */
  #receivedAt({ internalDate }: FetchMessageObject): number {
    const at = internalDate instanceof Date ? internalDate.getTime() : Number.NaN
    return Number.isNaN(at) ? this.#context.now() : at
  }
}
