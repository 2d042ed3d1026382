import { FETCH_TRIES, FIRST_ROWS, FOLDER_POLL_MS, QUICK_POLL_MS } from '../../shared/limits.ts'
import { append, discard } from './append.ts'
import { BulkCopy } from './bulk/bulk-copy.ts'
import { catchUp, compareSome, type SyncContext } from './catch-up.ts'
import { copyBatches, fetchAgain, type Copied } from './copy-batch.ts'
import type { Desk, Errand, Where } from './desk.ts'
import type { MailTask } from './face.ts'
import type { FolderWork } from './folder-work.ts'
import { makeFolder } from './make-folder.ts'
import { measureSome } from './measure.ts'
import { NOTHING_MEASURED, together } from './measuring.ts'
import { nextStep, type Step } from './next-step.ts'
import { targetOf } from './plan-task.ts'
import { runTask } from './run-task.ts'
import { Session, type OpenedSession } from './session.ts'
import { bringBack, spareSome } from './sparing.ts'
import { watchFolder } from './watch.ts'

export interface ServeOptions {
  readonly desk: Desk
  readonly session: Session
  /** Says that the person wants to stop, or locked the screen. */
  readonly signal: AbortSignal
  /** Opens another session on the same account. */
  readonly open: (signal: AbortSignal) => Promise<OpenedSession>
  /** Something about progress or the time of the last sync has changed. */
  readonly onProgress: () => void
}

/** Does everything there is to do on one session, most urgent first, until the signal or until the line breaks (`SessionLost`). */
export async function serve(options: ServeOptions): Promise<void> {
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  const service = new Service({ ...options, signal })
  try {
    await service.run()
  } finally {
    ended.abort()
    await service.end()
  }
}

class Service {
  readonly #options: ServeOptions
  readonly #desk: Desk
  readonly #session: Session
  readonly #context: SyncContext
  #listDueAt = 0
  #isListed = false
  #isWatched = false
  readonly #bulk: BulkCopy
  #watching: Promise<void> | null = null

  constructor(options: ServeOptions) {
    this.#options = options
    this.#desk = options.desk
    this.#session = options.session
    this.#context = { session: options.session, copy: options.desk.copy, now: () => options.desk.now() }
    const { account: login, bulkThread: thread } = options.desk
    this.#bulk = new BulkCopy({ context: this.#context, login, thread, signal: options.signal })
    this.#session.onNews = (path) => { this.#hear(path) }
    this.#session.onEnd = () => { this.#desk.bell.ring() }
  }

  /** After the signal. A bug in what ran beside the session comes out here. */
  async end(): Promise<void> {
    await this.#bulk.close()
    await this.#watching
  }

  async run(): Promise<void> {
    while (!this.#options.signal.aborted) {
      this.#session.check()
      await this.#do(this.#next())
      this.#watchInbox()
    }
  }

  #next(): Step<FolderWork> {
    const { tasks, errands, wholes, folders, lookedId } = this.#desk
    return nextStep({
      tasks: tasks.first !== undefined, errands: errands.length > 0, wholes: wholes.length > 0,
      listed: this.#isListed, listDue: this.#desk.listWanted || this.#desk.now() >= this.#listDueAt, lookedId, holdsOld: this.#desk.holdsOld,
      spares: this.#desk.sparing.after !== null, folders: folders.all,
    })
  }

  async #do(step: Step<FolderWork>): Promise<void> {
    switch (step.kind) {
      case 'task': await this.#runFirstTask(); return
      case 'errand': await this.#runFirstErrand(); return
      case 'whole': await this.#fetchWhole(); return
      case 'list': await this.#list(); return
      case 'look': await this.#look(step.work); return
      case 'copy': await this.#copy(step.work); return
      case 'compare': await compareSome(this.#context, step.work); return
      case 'measure': await this.#measure(step.work); return
      case 'spare': await spareSome(this.#context, { accountId: this.#desk.account.id, folders: this.#desk.folders, sparing: this.#desk.sparing }); return
      case 'rest': await this.#rest(); return
    }
  }

  async #measure(work: FolderWork): Promise<void> {
    const found = await measureSome(this.#context, work)
    if (found === null) return
    const { folders, reports } = this.#desk
    this.#desk.measured = together(this.#desk.measured, found)
    if (folders.all.some(({ closed, measuring }) => !closed && measuring !== null)) return
    reports.onMeasured?.(this.#desk.measured)
    this.#desk.measured = NOTHING_MEASURED
  }

  async #runFirstTask(): Promise<void> {
    const { tasks, folders, reports } = this.#desk
    const task = tasks.first
    if (task === undefined) return
    try {
      const { isRepeat } = tasks.begin(task)
      const made = await this.#makeTarget(task)
      const outcome = await runTask({ ...this.#context, folders }, task, isRepeat)
      tasks.end(task)
      reports.onTask(outcome.kind === 'done'
        ? { kind: 'done', taskId: task.id, created: made }
        : { kind: 'turned-back', taskId: task.id, act: task.act.kind, reason: outcome.reason })
    } finally {
      tasks.interrupted()
    }
  }

  /** Gives the path of a folder that had to be made for a move; null when there was one, or none can be made. */
  async #makeTarget(task: MailTask): Promise<string | null> {
    const { act, messages: [first] } = task
    if (act.kind !== 'move' || typeof act.to === 'number' || task.undoes !== null || first === undefined) return null
    if (targetOf(this.#desk, task, first) !== null) return null
    const made = await makeFolder(this.#session, act.to)
    if (made.kind === 'refused') return null
    await this.#list()
    return made.path
  }

  async #runFirstErrand(): Promise<void> {
    const [errand] = this.#desk.errands
    if (errand === undefined) return
    await this.#runErrand(errand)
    // Only now: when the line breaks in between, it is tried again on the next session.
    this.#desk.errands.shift()
  }

  async #runErrand(errand: Errand): Promise<void> {
    if (errand.kind === 'bring-back') {
      errand.tries += 1
      // One that breaks the line again and again must not keep everything else waiting.
      errand.answer(errand.tries > FETCH_TRIES ? { kind: 'closed' } : await bringBack(this.#context, this.#desk.folders, errand.messageId))
      return
    }
    const place = await this.#placeOf(errand.kind === 'append' ? errand.to : errand.from, errand.kind === 'append')
    if (errand.kind === 'append') {
      const result = place === null ? { kind: 'refused' as const, reason: 'folder-gone' as const } : await append(this.#session, place.path, errand)
      errand.answer(result.kind === 'appended' ? { ...result, created: place?.created ?? false } : result)
    } else {
      errand.answer(place === null ? { kind: 'gone' } : await discard(this.#session, place.path, errand.messageIdHeader))
    }
    const work = place === null ? undefined : this.#desk.folders.byPath(place.path)
    if (work !== undefined) work.dirty = true
  }

  async #placeOf(where: Where, mayMake: boolean): Promise<{ path: string; created: boolean } | null> {
    if (typeof where === 'string') return { path: where, created: false }
    const known = this.#desk.folders.byRole(where.role)
    if (known !== undefined) return { path: known.path, created: false }
    const made = mayMake ? await makeFolder(this.#session, where.role) : null
    if (made?.kind !== 'made') return null
    await this.#list()
    return { path: made.path, created: true }
  }

  async #fetchWhole(): Promise<void> {
    const [messageId] = this.#desk.wholes
    if (messageId === undefined) return
    const [place] = this.#desk.copy.locate([messageId])
    const work = place === undefined ? undefined : this.#desk.folders.byId(place.folderId)
    if (place !== undefined && work !== undefined) await fetchAgain(this.#context, work, place)
    // Only now: when the line breaks before it was asked for, it is tried again on the next session.
    this.#desk.wholes.shift()
  }

  async #list(): Promise<void> {
    this.#desk.listWanted = false
    await this.#desk.folders.refresh(this.#session, this.#desk.now())
    await this.#leaveForgotten()
    // Heard of by listening, and asked all the same: a notice that a server loses must not cost more than this.
    const inbox = this.#desk.folders.byRole('inbox')
    if (inbox !== undefined) inbox.dirty = true
    this.#isListed = true
    this.#listDueAt = this.#desk.now() + (this.#isWatched ? FOLDER_POLL_MS : QUICK_POLL_MS)
    this.#options.onProgress()
  }

  /** What is no longer ours to read must not stay open: servers go on serving it, new messages too, until another is opened. */
  async #leaveForgotten(): Promise<void> {
    const { openPath } = this.#session
    const inbox = this.#desk.folders.byRole('inbox')
    // Not closed: CLOSE would remove what others have marked as deleted (RFC 3501 section 6.4.2).
    if (openPath !== null && inbox !== undefined && this.#desk.folders.byPath(openPath) === undefined) await this.#session.select(inbox.path)
  }

  async #look(work: FolderWork): Promise<void> {
    const looked = await catchUp(this.#context, work)
    if (looked.kind === 'looked') for (const uid of looked.arrived) work.fresh.add(uid)
    this.#options.onProgress()
  }

  async #copy(work: FolderWork): Promise<void> {
    const { reports, pace } = this.#desk
    const mayBulk = () => !this.#desk.holdsOld && this.#bulk.suits(work)
    const inBulk = mayBulk()
    const copying = {
      onlyNew: () => this.#desk.holdsOld && !work.mayTakeOld(this.#desk.lookedId),
      mayGoOn: () => {
        const next = this.#next()
        const isNext = next.kind === 'copy' && next.work === work && (inBulk ? !this.#desk.holdsOld : !mayBulk())
        return isNext && !this.#options.signal.aborted && this.#session.isOpen
      },
      onBatch: ({ messages, bytes, unread }: Copied) => {
        this.#desk.copied.batch({ messages, bytes, at: this.#desk.now() })
        if (unread > 0 && (work.role === 'inbox' || work.shared)) reports.onNewMail(work.id, unread)
        this.#options.onProgress()
        this.#watchInbox()
      },
    }
    if (inBulk) await this.#bulk.copy(work, copying)
    else await copyBatches(this.#context, work, { ...copying, pace })
    this.#options.onProgress()
  }

  #hear(path: string): void {
    const work = this.#desk.folders.byPath(path)
    if (work === undefined) return
    work.dirty = true
    this.#desk.bell.ring()
  }

  /** Nothing to do: listens to the folder that the person looks at, as far as nobody else does. */
  async #rest(): Promise<void> {
    this.#desk.lastSyncedAt = this.#desk.now()
    this.#options.onProgress()
    await this.#bulk.close()
    // Whoever rang meanwhile woke nobody.
    if (this.#next().kind !== 'rest') return
    const { bell } = this.#desk
    const untilListMs = this.#listDueAt - this.#desk.now()
    const path = this.#pathToHear()
    if (path === null || !this.#session.facts.idle) return bell.wait(untilListMs, this.#options.signal)
    // Whatever came before it was open was not heard.
    if (this.#session.openPath !== path) return this.#open(path)
    const resting = new AbortController()
    const signal = AbortSignal.any([this.#options.signal, resting.signal])
    try {
      await Promise.race([bell.wait(untilListMs, signal), this.#idle(signal)])
    } finally {
      resting.abort()
    }
  }

  /** A server that ends every IDLE at once must not have us ask for the next a thousand times a second. */
  async #idle(signal: AbortSignal): Promise<void> {
    const start = this.#desk.now()
    await this.#session.idle().catch((error: unknown) => { if (!signal.aborted) throw error })
    if (this.#desk.now() - start < SHORT_IDLE_MS) await this.#desk.bell.wait(SHORT_IDLE_MS, signal)
  }

  async #open(path: string): Promise<void> {
    const work = this.#desk.folders.byPath(path)
    if (work !== undefined) await this.#look(work)
  }

  #pathToHear(): string | null {
    const { folders, lookedId } = this.#desk
    const looked = lookedId === null ? undefined : folders.byId(lookedId)
    const inbox = folders.byRole('inbox')
    const wanted = looked !== undefined && !looked.closed && !(this.#isWatched && looked === inbox) ? looked : this.#isWatched ? undefined : inbox
    return wanted?.path ?? null
  }

  /** Once the first screen is there, so that a second login does not delay it. */
  #watchInbox(): void {
    const inbox = this.#desk.folders.byRole('inbox')
    if (this.#watching !== null || inbox?.missing == null || !this.#session.facts.idle) return
    if (inbox.known.size < FIRST_ROWS && inbox.missing.length > 0) return
    const { open, signal } = this.#options
    this.#watching = watchFolder({
      open, signal, path: inbox.path,
      onNews: (path) => { this.#hear(path) },
      onLive: (live) => {
        this.#isWatched = live
        this.#desk.bell.ring()
      },
    })
    // A bug there is a bug of this session: it comes out where `#watching` is awaited.
    this.#watching.catch(() => { this.#desk.bell.ring() })
  }
}

const SHORT_IDLE_MS = 1_000
