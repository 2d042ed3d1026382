import { STEADY_LINE_MS } from '../../shared/limits.ts'
import { isDiskFull } from '../store/store.ts'
import { backOff } from './back-off.ts'
import { Bell } from './bell.ts'
import { Desk, type Errand, type SyncOptions } from './desk.ts'
import type { AccountSync, ConnectionProblem, ConnectionState, MailTask } from './face.ts'
import { showTask } from './plan-task.ts'
import { needsPerson, SessionLost } from './problems.ts'
import type { ReadingPolicy } from './reading-policy.ts'
import { serve } from './serve.ts'
import { Session } from './session.ts'

export type { SyncOptions } from './desk.ts'

/** Keeps the copy of one account in step with its server, and its server in step with the person, until it is closed. */
export function startSync(options: SyncOptions): AccountSync {
  return new Account(options)
}

class Account implements AccountSync {
  readonly #desk: Desk
  readonly #closing = new AbortController()
  /** Rings when the person wants to try again. */
  readonly #again = new Bell()
  readonly #ended: Promise<void>
  #connection: ConnectionState
  #failures = 0

  constructor(options: SyncOptions) {
    this.#desk = new Desk(options)
    this.#connection = { kind: 'connecting', since: this.#desk.now() }
    this.#ended = this.#live()
  }

  run(task: MailTask): void {
    if (this.#undo(task) || !this.#desk.tasks.add(task)) return
    showIfRoom(() => { showTask(this.#desk, task) })
    this.#desk.bell.ring()
  }

  /** Both go when what is to be taken back has not been asked of the server yet. */
  #undo(task: MailTask): boolean {
    if (task.undoes === null) return false
    const undone = this.#desk.tasks.withdraw(task.undoes)
    if (undone === undefined) return false
    showIfRoom(() => { this.#desk.copy.turnBack(undone.id) })
    this.#desk.reports.onTask({ kind: 'undone', taskId: undone.id })
    this.#desk.reports.onTask({ kind: 'done', taskId: task.id, created: null })
    return true
  }

  append: AccountSync['append'] = (to, raw, appendOptions) =>
    new Promise((answer) => { this.#send({ kind: 'append', to, raw, options: appendOptions, answer }) })

  discard: AccountSync['discard'] = (from, messageIdHeader) =>
    new Promise((answer) => { this.#send({ kind: 'discard', from, messageIdHeader, answer }) })

  #send(errand: Errand): void {
    if (this.#closing.signal.aborted) errand.answer({ kind: 'closed' })
    else this.#desk.errands.push(errand)
    this.#desk.bell.ring()
  }

  fetchWhole(messageId: number): void {
    this.#desk.wholes.push(messageId)
    this.#desk.bell.ring()
  }

  refresh(): void {
    this.#failures = 0
    this.#desk.listWanted = true
    for (const work of this.#desk.folders.all) {
      work.dirty = true
      work.tryAll()
    }
    this.#desk.bell.ring()
    this.#again.ring()
  }

  read(policy: ReadingPolicy): void {
    this.#desk.folders.setPolicy(policy)
    this.#desk.listWanted = true
    this.#desk.bell.ring()
  }

  look(folderId: number): void {
    if (this.#desk.lookedId === folderId) return
    this.#desk.lookedId = folderId
    const work = this.#desk.folders.byId(folderId)
    if (work !== undefined) work.dirty = true
    this.#desk.bell.ring()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const errand of this.#desk.errands) errand.answer({ kind: 'closed' })
    await this.#ended
  }

  async #live(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      this.#say({ kind: 'connecting', since: this.#desk.now() })
      const start = this.#desk.now()
      const problem = await this.#connectAndServe()
      if (problem === null) return
      if (this.#desk.now() - start >= STEADY_LINE_MS) this.#failures = 0
      await this.#pause(problem)
    }
  }

  /** Why it ended; null: because we wanted it to. */
  async #connectAndServe(): Promise<Problem | null> {
    const { signal } = this.#closing
    const open = (until: AbortSignal) => Session.open(this.#desk.account, until)
    const opened = await open(signal)
    if (opened.kind === 'problem') return signal.aborted ? null : opened.problem
    const { session } = opened
    // Locking the screen does not wait for what is under way.
    const leave = (): void => { void session.close() }
    signal.addEventListener('abort', leave)
    this.#say({ kind: 'online', since: this.#desk.now() })
    try {
      await serve({ desk: this.#desk, session, signal, open, onProgress: () => { this.#say(this.#connection) } })
      return null
    } catch (error) {
      if (signal.aborted) return null
      if (isDiskFull(error)) return 'disk-full'
      if (error instanceof SessionLost) return error.problem
      throw error
    } finally {
      signal.removeEventListener('abort', leave)
      await session.close()
    }
  }

  async #pause(problem: Problem): Promise<void> {
    const { signal } = this.#closing
    if (problem === 'disk-full' || needsPerson(problem)) {
      this.#say({ kind: 'stopped', problem })
      await this.#again.wait(LONGEST_TIMER_MS, signal)
      return
    }
    const waitMs = backOff(this.#failures, Math.random())
    this.#failures += 1
    this.#say({ kind: 'waiting', problem, retryAt: this.#desk.now() + waitMs })
    await this.#again.wait(waitMs, signal)
  }

  #say(connection: ConnectionState): void {
    this.#connection = connection
    this.#desk.reports.onState(connection, this.#desk.progress, this.#desk.lastSyncedAt)
  }
}

type Problem = ConnectionProblem | 'disk-full'

/** On a full disk an act goes to the server unseen; the next look at the folder shows it. */
function showIfRoom(show: () => void): void {
  try {
    show()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}

/** As long as a timer can be set (24 days): the person will have done something by then, or closed the program. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
