import type SmtpConnection from 'nodemailer/lib/smtp-connection'
import { LOGIN_RETRY_MS, OUTBOX_STUCK_RETRY_MS, SEND_CLOSE_MS, SEND_RETRY_MS, UNDO_SEND_MS } from '../../shared/limits.ts'
import { asciiLowerCase, domainOf } from '../../shared/mail/address.ts'
import { inTransaction } from '../store/store.ts'
import type { BlobArea, Database } from '../store/store.ts'
import { wireAddress } from './manuscript.ts'
import { noted } from './note.ts'
import type { NoteInJournal, TakenNotice } from './note.ts'
import { changeRoute, changeState, deliveriesIn, dueDeliveries, nextDueAt, noteEnd, noteOf } from './outbox-rows.ts'
import type { Delivery } from './outbox-rows.ts'
import { isOwnDelivery } from './routed.ts'
import { secondLook } from './second-look.ts'
import type { PlanAgain, SecondLook } from './second-look.ts'
import { settle, settleUnreached } from './settle.ts'
import type { SendProblem } from './settle.ts'
import { CLOCK_LOOK_MS } from './limits.ts'
import { fullPatience, openSmtp } from './smtp-session.ts'
import type { SmtpLogin, SmtpPatience } from './smtp-session.ts'
import { submit } from './submit.ts'
import type { SubmissionResult } from './submit.ts'
import type { Marking } from './submitted-copy.ts'

/** An account as it is at this moment, with what it takes to submit. */
export type Submitter =
  /** `marking`: what its provider is told (PV-02), with or without a marker; absent or null: it is none of a provider's. */
  | {
    readonly kind: 'ready'; readonly login: SmtpLogin; readonly ownDomains: readonly string[]; readonly marking?: Marking | null
    /** The login of the mailbox in whose name it goes, for where the person's own server does not let them write in that name. */
    readonly instead?: { readonly login: SmtpLogin; readonly from: string } | null
  }
  | { readonly kind: 'unavailable'; readonly problem: SendProblem }
  /** The provider cannot be told what it must know (RT-23, PV-04). */
  | { readonly kind: 'refused' }

/** RFC 3463: a class 7 code is about what somebody may; a server that refuses the sender says so in either way. */
const isRefusedName = (result: SubmissionResult): boolean => result.kind === 'refused' && (result.because === 'sender' || /^\d{3} 5\.7\./.test(result.reply))

/** What decides whether a delivery may leave by a line. */
interface Way { readonly ownDomains: readonly string[]; readonly marking: Marking | null }
interface Claim extends Way { readonly tls: string }

/** Stands in the journal where no line was opened. */
const NO_LINE = 'none'

/** The kind of marker that goes along, for the journal (E1). */
const triggerOf = (marking: Marking | null): { trigger?: string } => (marking?.markers[0] === undefined ? {} : { trigger: marking.markers[0].kind })

/** By which server: the account's own for mail to the practice itself (RT-00), the provider's for everything else. */
const lineOf = ({ plan }: Delivery): 'own' | 'provider' => (plan === null || isOwnDelivery(plan) ? 'own' : 'provider')

export interface Timers {
  /** Runs `work` once, after `ms`; gives its cancelling. */
  after(ms: number, work: () => void): () => void
}

export interface DispatcherOptions {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
  readonly note: NoteInJournal
  readonly taken: TakenNotice
  /** Where and how this one goes. */
  readonly connect: (delivery: Delivery) => Promise<Submitter>
  /** The routes of a delivery's recipients as they are now, for the second look before it leaves (RT-12, N-01). */
  readonly planAgain: PlanAgain
  /** Something in the outbox is no longer as it was. */
  readonly onChanged: () => void
  /** A server has taken it; a copy is due in the folder for sent mail. */
  readonly onSent: (sent: { outgoingId: string; accountId: string }) => void
  /** A bug, or nothing can be written: the outbox is as it was and is tried again later. */
  readonly onStuck: (error: unknown) => void
  readonly timers?: Timers
  readonly patience?: SmtpPatience
}

export interface Dispatcher extends AsyncDisposable {
  /** Something may have become due: after a send, a decision, or when the network is back. */
  wake(): void
  /** Does not let mail wait any longer for what is over: the account's server answers again, or its password was changed. */
  retryAccount(accountId: string, because: 'reachable' | 'secret-changed'): void
  /** Resolves when nothing is being handed over. */
  idle(): Promise<void>
}

const systemTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * Empties the outbox: per account one message after another, different accounts side by side. What is in `state.db` decides, so
 * that a program that was killed goes on where it was: what had not been ended is sent again, what may have arrived is held.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new OutboxDispatcher(options)
}

class OutboxDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions
  readonly #running = new Map<string, Promise<void>>()
  readonly #connections = new Set<SmtpConnection>()
  #cancelTimer: () => void = () => undefined
  readonly #closing = new AbortController()
  #isRecovered = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.wake()
  }

  wake(): void {
    if (this.#isClosing()) return
    this.#cancelTimer()
    try {
      this.#recover()
      const { db, now } = this.#options
      // One moment for all of it: what falls due between two would be neither due nor waited for.
      const at = now()
      boundWaits(db, at)
      for (const accountId of new Set(dueDeliveries(db, at).map((row) => row.accountId))) this.#start(accountId)
      // What is due and still here belongs to an account that is being sent for: the end of that wakes anyhow.
      const next = nextDueAt(db, at)
      if (next !== null) this.#wakeIn(next - at)
    } catch (error) {
      this.#stuck(error)
    }
  }

  retryAccount(accountId: string, because: 'reachable' | 'secret-changed'): void {
    const { db, now, onChanged } = this.#options
    const over = because === 'reachable' ? LINE_PROBLEMS : [...LINE_PROBLEMS, ...SECRET_PROBLEMS]
    try {
      const rows = deliveriesIn(db, 'waiting').filter((row) => row.accountId === accountId && over.some((problem) => problem === row.problem))
      inTransaction(db, () => {
        for (const { id } of rows) changeState(db, id, { state: 'queued', since: now() })
      })
      if (rows.length > 0) onChanged()
    } catch (error) {
      this.#options.onStuck(error)
    }
    this.wake()
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    this.#cancelTimer()
    const cut = setTimeout(() => {
      for (const connection of this.#connections) connection.close()
    }, SEND_CLOSE_MS)
    await this.idle()
    clearTimeout(cut)
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  #start(accountId: string): void {
    if (this.#running.has(accountId)) return
    const run = this.#sendAll(accountId).then(
      () => {
        this.#running.delete(accountId)
        this.wake()
      },
      (error: unknown) => {
        this.#running.delete(accountId)
        this.#stuck(error)
      },
    )
    this.#running.set(accountId, run)
  }

  #wakeIn(ms: number): void {
    const { timers = systemTimers } = this.#options
    this.#cancelTimer = timers.after(Math.min(ms, CLOCK_LOOK_MS), () => this.wake())
  }

  /** Ends early when the dispatcher closes. */
  #pause(ms: number): Promise<void> {
    const { timers = systemTimers } = this.#options
    return new Promise((resolve) => {
      const cancel = timers.after(ms, resolve)
      this.#closing.signal.addEventListener('abort', () => {
        cancel()
        resolve()
      }, { once: true })
    })
  }

  #stuck(error: unknown): void {
    this.#options.onStuck(error)
    if (this.#isClosing()) return
    this.#cancelTimer()
    this.#wakeIn(OUTBOX_STUCK_RETRY_MS)
  }

  /** What was under way when the program ended. */
  #recover(): void {
    if (this.#isRecovered) return
    const { db, now, note } = this.#options
    const interrupted = deliveriesIn(db, 'sending')
    inTransaction(db, () => {
      for (const row of interrupted) {
        changeState(db, row.id, { state: row.endNoted ? 'held-unclear' : 'queued', since: now() })
        if (row.endNoted) noted(note, noteOf(row, { reason: 'unclear', outcome: 'failed', at: now() }))
      }
    })
    this.#isRecovered = true
    if (interrupted.length > 0) this.#options.onChanged()
  }

  #nextOf(accountId: string): Delivery[] {
    if (this.#isClosing()) return []
    return dueDeliveries(this.#options.db, this.#options.now()).filter((row) => row.accountId === accountId)
  }

  async #sendAll(accountId: string): Promise<void> {
    for (let [first] = this.#nextOf(accountId); first !== undefined; [first] = this.#nextOf(accountId)) {
      const { db, now, connect, onChanged } = this.#options
      const { id } = first
      const line = lineOf(first)
      const look = await secondLook(first, this.#options)
      // What goes another way than it was to, may go by another line: it is taken up anew.
      if (this.#isClosing() || !this.#keepsRoute(first, look) || look.change !== null) continue
      const submitter = await connect(first)
      if (submitter.kind === 'refused') {
        if (this.#isDue(first)) await this.#writeDown(first, { kind: 'refused', code: null, reply: '', because: 'marker' }, NO_LINE)
        continue
      }
      const unreached = submitter.kind === 'unavailable' ? submitter.problem : await this.#send({ ...first, plan: look.plan ?? first.plan }, submitter)
      if (unreached === null) continue
      // A number that is missing keeps back this recipient only (PV-12).
      const isShared = (row: Delivery): boolean => (unreached === 'mobile-missing' ? row.id === id : lineOf(row) === line)
      settleUnreached({ db, now: now() }, this.#nextOf(accountId).filter(isShared), unreached)
      onChanged()
    }
  }

  /** Hands it over, when it still may go; gives the problem when no session came about. */
  async #send(row: Delivery, { login, ownDomains, marking = null, instead = null }: Extract<Submitter, { kind: 'ready' }>): Promise<SendProblem | null> {
    if (this.#isClosing() || (!mayLeave(row, { ownDomains, marking }) && !this.#keepsRoute(row, REFUSED_LOOK))) return null
    const patience = this.#options.patience ?? fullPatience
    // The line first: until it stands the message can still be taken back.
    const opening = await openSmtp(login, patience, this.#closing.signal)
    if (opening.kind === 'problem') return opening.problem
    const { connection, tls } = opening
    this.#connections.add(connection)
    connection.once('end', () => this.#connections.delete(connection))
    const claimed = this.#claimFor(connection, row, { ownDomains, marking, tls })
    if (claimed === null) return null
    const result = await this.#handOver(connection, claimed, { marking, patience })
    // What a provider was told is told to nobody else (PV-02).
    const other = instead === null || marking !== null || !isRefusedName(result) || !mayLeaveBy(claimed, login, instead.login) ? null : await this.#handOverAs(claimed, instead, patience)
    await this.#writeDown(claimed, other?.result ?? result, other?.tls ?? tls)
    return null
  }

  /** Once more, by the mailbox's own login: the first server has refused it, so that nobody has it yet. */
  async #handOverAs(row: Delivery, { login, from }: { login: SmtpLogin; from: string }, patience: SmtpPatience): Promise<{ result: SubmissionResult; tls: string }> {
    const opening = await openSmtp(login, patience, this.#closing.signal)
    if (opening.kind === 'problem') return { result: { kind: 'later', code: null, reply: '', problem: opening.problem }, tls: NO_LINE }
    const { connection, tls } = opening
    this.#connections.add(connection)
    connection.once('end', () => this.#connections.delete(connection))
    return { result: await this.#handOver(connection, { ...row, sender: from }, { marking: null, patience }), tls }
  }

  /** Whatever keeps it from being claimed, the line is not left open. */
  #claimFor(connection: SmtpConnection, row: Delivery, claim: Claim): Delivery | null {
    let claimed: Delivery | null = null
    try {
      claimed = this.#isClosing() ? null : this.#claim(row, claim)
      return claimed
    } finally {
      if (claimed === null) connection.close()
    }
  }

  /** What the second look found is written down; false: it does not leave now. */
  #keepsRoute(row: Delivery, look: SecondLook): boolean {
    if (look.kind === 'goes' && look.change === null) return true
    const { db, onChanged } = this.#options
    const isStill = inTransaction(db, () => {
      if (!this.#isDue(row)) return false
      if (look.change !== null) changeRoute(db, row.id, look.change)
      if (look.kind === 'goes') return true
      this.#hold({ ...row, ...look.change })
      return false
    })
    onChanged()
    return isStill
  }

  /** While it was being looked at somebody may have taken it back. */
  #isDue({ id }: Delivery): boolean {
    const { db, now } = this.#options
    return dueDeliveries(db, now()).some((row) => row.id === id)
  }

  /** In the caller's transaction. */
  #hold(row: Delivery): void {
    const { db, now, note } = this.#options
    changeState(db, row.id, { state: 'held-no-route', since: now() })
    noted(note, noteOf({ ...row, state: 'held-no-route' }, { reason: 'no-safe-route-yet', outcome: 'refused', at: now() }))
  }

  /** From here on it cannot be taken back. Null when that was done just now, it is not due any more, or is not what was looked at. */
  #claim({ id, recipients, route, plan }: Delivery, { tls, ...way }: Claim): Delivery | null {
    const { db, now, note, onChanged } = this.#options
    const claimed = inTransaction(db, (): Delivery | null => {
      const row = dueDeliveries(db, now()).find((one) => one.id === id)
      if (row === undefined || row.route !== route || JSON.stringify(row.recipients) !== JSON.stringify(recipients)) return null
      if (!mayLeave(row, way)) {
        this.#hold(row)
        return null
      }
      changeRoute(db, id, { route, plan })
      changeState(db, id, { state: 'sending', since: now() })
      noted(note, noteOf({ ...row, plan }, { reason: 'handing-over', outcome: 'done', at: now(), tls, ...triggerOf(way.marking) }))
      return { ...row, plan, state: 'sending' }
    })
    onChanged()
    return claimed
  }

  #handOver(connection: SmtpConnection, row: Delivery, { marking, patience }: { marking: Marking | null; patience: SmtpPatience }): Promise<SubmissionResult> {
    const { db, blobs } = this.#options
    return submit(connection, {
      from: row.sender, to: row.recipients.map(({ address }) => wireAddress(address)), sizeBytes: row.sizeBytes,
      pieces: blobs.read(row.blobId), marking, beforeEnd: () => noteEnd(db, row.id),
    }, patience.answerMs)
  }

  /** The server's word is known only here until it is written: while the disk is full that is tried again and nothing else of this account is sent. */
  async #writeDown(row: Delivery, result: SubmissionResult, tls: string): Promise<void> {
    const { db, now, note, taken, onChanged, onSent, onStuck } = this.#options
    for (;;) {
      try {
        settle({ db, note, taken, now: now(), tls }, row, result)
        break
      } catch (error) {
        onStuck(error)
        // At the end of the session there is no waiting: the next start holds what may have arrived.
        if (this.#isClosing()) return
        await this.#pause(OUTBOX_STUCK_RETRY_MS)
      }
    }
    onChanged()
    if (result.kind === 'accepted') onSent({ outgoingId: row.outgoingId, accountId: row.accountId })
  }
}

const REFUSED_LOOK: SecondLook = { kind: 'waits', change: null, plan: null }

/** The last guard, whatever was planned: nothing leaves on a route that is none, and by the own line only to the practice itself. */
function mayLeave(row: Delivery, { ownDomains, marking }: Way): boolean {
  const { route, recipients } = row
  if (route === 'hold' || route === 'refuse' || recipients.length === 0) return false
  const isOwn = lineOf(row) === 'own'
  if (isOwn && !recipients.every(({ address }) => ownDomains.some((own) => asciiLowerCase(own) === domainOf(address)))) return false
  // A provider is told of what it is to send safely, and of nothing else (PV-02).
  return (marking === null) === (isOwn || route === 'plain')
}

/** RT-00 holds for the practice's own server alone: handed to another one it would be ordinary mail (N-01). */
const mayLeaveBy = (row: Delivery, own: SmtpLogin, other: SmtpLogin): boolean =>
  lineOf(row) === 'provider' || asciiLowerCase(own.smtp.host) === asciiLowerCase(other.smtp.host)

const LINE_PROBLEMS: readonly SendProblem[] = ['offline', 'unknown-host', 'refused', 'timeout', 'dropped']
/** Not retried because the line is back: a password that was refused is not better for it, and trying on locks the account. */
const SECRET_PROBLEMS: readonly SendProblem[] = ['login-refused', 'secret-lost', 'keychain-unavailable']

/** A clock that was set back must not keep mail waiting for hours; what was meant for a moment by the clock waits for that moment. */
function boundWaits(db: Database, now: number): void {
  db.prepare("UPDATE delivery SET due_at = ? WHERE state = 'undo' AND due_at > ? AND scheduled_for IS NULL").run(now + UNDO_SEND_MS, now + UNDO_SEND_MS)
  db.prepare("UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND due_at > ?").run(now + LONGEST_WAIT_MS, now + LONGEST_WAIT_MS)
}

const LONGEST_WAIT_MS = Math.max(LOGIN_RETRY_MS, ...SEND_RETRY_MS)
