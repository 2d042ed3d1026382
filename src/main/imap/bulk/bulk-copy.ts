import { FIRST_ROWS } from '../../../shared/limits.ts'
import type { Extent, SealedMessage, SealerStart } from '../../mailbox/mailbox.ts'
import { takeRemovals, type SyncContext } from '../catch-up.ts'
import { finishBatch, type Copying } from '../copy-batch.ts'
import type { FolderWork } from '../folder-work.ts'
import type { SessionLogin } from '../session.ts'
import { BulkCopier, BulkLost, type BulkThread } from './bulk-copier.ts'
import { BULK_FROM_MESSAGES, BULK_REQUEST_MESSAGES, BULK_REQUESTS, BULK_REST_MS } from './limits.ts'

export interface BulkOptions {
  readonly context: SyncContext
  readonly login: SessionLogin
  /** Null: there is none, and the ordinary session does everything. */
  readonly thread: BulkThread | null
  /** Says that the session is over, however it came to that. */
  readonly signal: AbortSignal
}

/** The second session, and the folder that is open in it. */
interface Running {
  readonly copier: BulkCopier
  readonly sealer: SealerStart
  open: { readonly path: string; readonly uidValidity: number } | null
}

export type BulkCopying = Pick<Copying, 'mayGoOn' | 'onBatch'>

/**
 * Copies long folders over a second session in a thread of its own. It is an extra: whatever goes wrong there is put back, and
 * the ordinary session, which knows how to tell what is to blame, goes on from where it was.
 */
export class BulkCopy {
  readonly #options: BulkOptions
  #running: Running | null = null
  #restUntil = 0

  constructor(options: BulkOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => { void this.close() }, { once: true })
  }

  /** Whether it is worth a second session. The first screen is not: the ordinary session is there already. */
  suits(work: FolderWork): boolean {
    const { thread, context } = this.#options
    if (thread === null || work.closed || work.hasSuspects || context.now() < this.#restUntil) return false
    return work.shortLacking >= BULK_FROM_MESSAGES && (work.role !== 'inbox' || work.known.size >= FIRST_ROWS)
  }

  /** Copies the newest messages that the folder lacks for as long as nothing more urgent comes up. */
  async copy(work: FolderWork, copying: BulkCopying): Promise<void> {
    const { context } = this.#options
    const run = new BulkRun(context, work, copying)
    try {
      await run.copy(await this.#opened(work))
    } catch (error) {
      if (!(error instanceof BulkLost)) throw error
      await this.close()
      if (error.problem === 'disk-full') throw Object.assign(new Error('no room for the copy'), { code: 'ENOSPC' })
      this.#restUntil = context.now() + BULK_REST_MS
    } finally {
      run.giveBack()
    }
  }

  /** With this very folder open. */
  async #opened(work: FolderWork): Promise<BulkCopier> {
    const { path, state } = work
    const running = this.#running ?? this.#begin()
    // A folder that was made anew under the same name is another one, and the second session still has the first.
    if (running.open?.path === path && running.open.uidValidity === state.uidValidity) return running.copier
    running.open = null
    const uidValidity = await running.copier.examine(this.#options.context.session.wireName(path))
    if (uidValidity === null || uidValidity !== state.uidValidity) {
      // Not what the first session saw: the next look at the folder tells what it means.
      work.dirty = true
      throw new BulkLost('garbled')
    }
    running.open = { path, uidValidity }
    return running.copier
  }

  #begin(): Running {
    const { thread, login, context } = this.#options
    if (thread === null) throw new Error('there is no copying thread')
    const sealer = context.copy.startSealer()
    this.#running = { copier: new BulkCopier(thread({ login, sealer })), sealer, open: null }
    return this.#running
  }

  /** The second session goes; the next `copy` opens another. */
  async close(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.copier.close()
    if (running !== null) this.#options.context.copy.endSealer(running.sealer)
  }
}

type Answer = ReturnType<BulkCopier['fetch']>

/** One stretch of copying: what was asked for, and what has come of it. */
class BulkRun {
  readonly #context: SyncContext
  readonly #work: FolderWork
  readonly #copying: BulkCopying
  readonly #lacking = new Set<number>()

  constructor(context: SyncContext, work: FolderWork, copying: BulkCopying) {
    this.#context = context
    this.#work = work
    this.#copying = copying
  }

  async copy(copier: BulkCopier): Promise<void> {
    const asked: Answer[] = []
    copier.onMessages = (messages, extents) => { this.#store(messages, extents) }
    for (let next = this.#fill(copier, asked); next !== undefined; next = this.#fill(copier, asked)) {
      const { absent, large } = await next
      this.#work.areLong(large)
      // What did not come is gone from the server.
      if (absent.length > 0) takeRemovals(this.#context.copy, this.#work, absent)
      for (const uid of absent) this.#lacking.delete(uid)
    }
    await copier.flush()
    finishBatch(this.#context, this.#work)
  }

  /** Keeps the server busy; gives the request whose turn it is. */
  #fill(copier: BulkCopier, asked: Answer[]): Answer | undefined {
    while (asked.length < BULK_REQUESTS && this.#copying.mayGoOn()) {
      const uids = this.#work.takeShort(BULK_REQUEST_MESSAGES)
      if (uids.length === 0) break
      for (const uid of uids) this.#lacking.add(uid)
      const answer = copier.fetch(uids)
      // It comes out where it is awaited, which is after those before it.
      answer.catch(() => undefined)
      asked.push(answer)
    }
    return asked.shift()
  }

  #store(messages: readonly SealedMessage[], extents: readonly Extent[]): void {
    this.#context.copy.addSealed(this.#work.id, messages, extents)
    const unread = this.#work.arrived(messages)
    for (const { uid } of messages) this.#lacking.delete(uid)
    finishBatch(this.#context, this.#work)
    this.#copying.onBatch({ messages: messages.length, bytes: messages.reduce((sum, { size }) => sum + size, 0), unread })
  }

  /** What did not come is lacking again. */
  giveBack(): void {
    this.#work.putBack([...this.#lacking])
    this.#lacking.clear()
  }
}
