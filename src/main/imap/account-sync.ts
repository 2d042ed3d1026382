import { isDiskFull } from '../store/store.ts'
import { Desk, type Errand, type SyncOptions } from './desk.ts'
import type { AccountSync, ConnectionState, MailTask } from './face.ts'
import { showTask } from './plan-task.ts'
import type { ReadingPolicy } from './reading-policy.ts'
import { serve } from './serve.ts'
import { Session } from './session.ts'
import { startSparing } from './sparing.ts'
import { StandingLine } from './standing-line.ts'

export type { SyncOptions } from './desk.ts'

/** Keeps the copy of one account in step with its server, and its server in step with the person, until it is closed. */
export function startSync(options: SyncOptions): AccountSync {
  return new Account(options)
}

class Account implements AccountSync {
  readonly #desk: Desk
  readonly #line: StandingLine<'disk-full'>
  #connection: ConnectionState

  constructor(options: SyncOptions) {
    const desk = new Desk(options)
    this.#desk = desk
    this.#connection = { kind: 'connecting', since: desk.now() }
    this.#line = new StandingLine({
      login: desk.account, now: () => desk.now(), say: (moment) => { this.#say(moment) },
      stoppedBy: (error) => (isDiskFull(error) ? 'disk-full' : null),
      serve: (session, signal) => this.#serve(session, signal),
    })
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

  bringBack: AccountSync['bringBack'] = (messageId) => new Promise((answer) => { this.#send({ kind: 'bring-back', messageId, tries: 0, answer }) })

  spare(before: number | null): void {
    this.#desk.sparing = startSparing(before)
    this.#desk.bell.ring()
  }

  #send(errand: Errand): void {
    if (this.#line.isClosing) errand.answer({ kind: 'closed' })
    else this.#desk.errands.push(errand)
    this.#desk.bell.ring()
  }

  fetchWhole(messageId: number): void {
    this.#desk.wholes.push(messageId)
    this.#desk.bell.ring()
  }

  measure(): void {
    this.#desk.measure()
    this.#desk.bell.ring()
  }

  refresh(): void {
    this.#desk.listWanted = true
    for (const work of this.#desk.folders.all) {
      work.dirty = true
      work.tryAll()
    }
    this.#desk.bell.ring()
    this.#line.tryAgain()
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

  holdOld(isHeld: boolean): void {
    if (this.#desk.holdsOld === isHeld) return
    this.#desk.holdsOld = isHeld
    this.#desk.copied.resume(this.#desk.now())
    this.#desk.bell.ring()
  }

  async close(): Promise<void> {
    this.#line.close()
    for (const errand of this.#desk.errands) errand.answer({ kind: 'closed' })
    await this.#line.ended
  }

  #serve(session: Session, signal: AbortSignal): Promise<void> {
    this.#desk.copied.resume(this.#desk.now())
    this.#say({ kind: 'online', since: this.#desk.now() })
    return serve({ desk: this.#desk, session, signal, open: (until) => Session.open(this.#desk.account, until), onProgress: () => { this.#say(this.#connection) } })
  }

  #say(connection: ConnectionState): void {
    this.#connection = connection
    this.#desk.reports.onState(connection, this.#desk.progress, this.#desk.lastSyncedAt)
  }
}

/** On a full disk an act goes to the server unseen; the next look at the folder shows it. */
function showIfRoom(show: () => void): void {
  try {
    show()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}
