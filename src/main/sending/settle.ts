import { randomUUID } from 'node:crypto'
import type { ConnectionProblem } from '../../shared/contract/accounts.ts'
import { LOGIN_RETRY_MS, SEND_RETRY_MS } from '../../shared/limits.ts'
import { BlobUnreadable, inTransaction, isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { noted } from './note.ts'
import type { NoteInJournal, TakenNotice } from './note.ts'
import { changeState, insertDelivery, manuscriptOf, noteOf } from './outbox-rows.ts'
import type { Delivery } from './outbox-rows.ts'
import { copyIsDue } from './sent-copy.ts'
import { keepSentRoutes } from './sent-routes.ts'
import { wireAddress } from './manuscript.ts'
import type { RefusedRecipient, SubmissionResult } from './submit.ts'

/** Why mail waits or was refused, by name; the screen has a sentence for each. */
export type SendProblem =
  | ConnectionProblem | 'server-said-later' | 'disk-full' | 'account-gone' | 'secret-lost' | 'keychain-unavailable'
  | 'sender-refused' | 'recipients-refused' | 'message-refused' | 'too-large' | 'not-readable'
  /** The provider cannot be told what it must know: refused (RT-23, PV-04), or waiting for a number (RT-21, PV-12). */
  | 'marker-refused' | 'mobile-missing'

export interface Settling {
  readonly db: Database
  readonly note: NoteInJournal
  readonly taken: TakenNotice
  readonly now: number
  readonly tls: string
}

/** A refused login waits long: trying on would lock the account at its provider. */
export const retryAfter = (problem: SendProblem, attempts: number): number =>
  problem === 'login-refused' ? LOGIN_RETRY_MS : SEND_RETRY_MS[Math.min(attempts, SEND_RETRY_MS.length - 1)] ?? LOGIN_RETRY_MS

/** Writes down how a submission ended, in one transaction with the journal. Throws when nothing can be written: then nothing has changed. */
export function settle(settling: Settling, row: Delivery, result: SubmissionResult): void {
  inTransaction(settling.db, () => {
    switch (result.kind) {
      case 'accepted': {
        settleAccepted(settling, row, result)
        break
      }
      case 'refused': {
        const { because, code, reply } = result
        settleRefused(settling, row, { problem: because === 'too-large' ? because : `${because}-refused`, code, reply })
        break
      }
      case 'later': {
        settleLater(settling, row, result)
        break
      }
      case 'unclear': {
        settleUnclear(settling, row)
        break
      }
      case 'not-sent': settleNotSent(settling, row, result.error)
    }
  })
}

/** The server has it, but not for everybody: who was refused gets a delivery of his own, so that nobody hears of it twice. */
function settleAccepted(settling: Settling, row: Delivery, { reply, refused }: Extract<SubmissionResult, { kind: 'accepted' }>): void {
  const { db, note, taken: notice, now, tls } = settling
  const refusalOf = (address: string): RefusedRecipient | undefined => refused.find((one) => one.address === wireAddress(address))
  const taken = row.recipients.filter(({ address }) => refusalOf(address) === undefined)
  changeState(db, row.id, { state: 'sent', since: now, attempts: row.attempts + 1 })
  db.prepare('UPDATE delivery SET recipients = ? WHERE id = ?').run(JSON.stringify(taken), row.id)
  keepSentRoutes(db, { ...row, recipients: taken }, now)
  if (copyIsDue(db, row.outgoingId)) notice(manuscriptOf(db, row.outgoingId))
  noted(note, noteOf({ ...row, recipients: taken }, { reason: 'sent', outcome: 'done', at: now, tls, reply }))
  for (const recipient of row.recipients) {
    const refusal = refusalOf(recipient.address)
    if (refusal !== undefined) splitOff(settling, { ...row, recipients: [recipient], id: randomUUID() }, refusal.code)
  }
}

function splitOff({ db, note, now, tls }: Settling, row: Delivery, code: number): void {
  const isFinal = code >= 500
  const change = isFinal
    ? { state: 'refused', dueAt: null, problem: 'recipients-refused', code } as const
    : { state: 'waiting', dueAt: now + retryAfter('server-said-later', row.attempts), problem: 'server-said-later', code } as const
  insertDelivery(db, { id: row.id, outgoingId: row.outgoingId, recipients: row.recipients, since: now, attempts: row.attempts + 1, route: row.route, plan: row.plan, ...change })
  noted(note, noteOf(row, { reason: isFinal ? 'server-refused' : 'server-said-later', outcome: 'failed', at: now, tls, reply: String(code) }))
}

function settleRefused({ db, note, now, tls }: Settling, row: Delivery, { problem, code, reply }: { problem: SendProblem; code: number | null; reply: string }): void {
  changeState(db, row.id, { state: 'refused', since: now, attempts: row.attempts + 1, problem, code })
  noted(note, noteOf(row, { reason: problem === 'not-readable' ? 'not-readable' : 'server-refused', outcome: 'failed', at: now, tls, reply }))
}

function settleLater({ db, note, now, tls }: Settling, row: Delivery, { problem, code, reply }: { problem: SendProblem; code: number | null; reply: string }): void {
  changeState(db, row.id, { state: 'waiting', since: now, dueAt: now + retryAfter(problem, row.attempts), attempts: row.attempts + 1, problem, code })
  noted(note, noteOf(row, { reason: 'server-said-later', outcome: 'failed', at: now, tls, reply }))
}

function settleUnclear({ db, note, now, tls }: Settling, row: Delivery): void {
  changeState(db, row.id, { state: 'held-unclear', since: now, attempts: row.attempts + 1 })
  noted(note, noteOf(row, { reason: 'unclear', outcome: 'failed', at: now, tls }))
}

function settleNotSent(settling: Settling, row: Delivery, error: unknown): void {
  if (error instanceof BlobUnreadable) settleRefused(settling, row, { problem: 'not-readable', code: null, reply: '' })
  else settleLater(settling, row, { problem: isDiskFull(error) ? 'disk-full' : 'garbled', code: null, reply: '' })
}

/** No session came about: everything of this account that was due waits for the next try. Nothing was handed to anybody. */
export function settleUnreached({ db, now }: Pick<Settling, 'db' | 'now'>, rows: readonly Delivery[], problem: SendProblem): void {
  inTransaction(db, () => {
    for (const { id, attempts } of rows) {
      changeState(db, id, { state: 'waiting', since: now, dueAt: now + retryAfter(problem, attempts), attempts: attempts + 1, problem })
    }
  })
}
