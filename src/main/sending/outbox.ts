import type { OutboxItem } from '../../shared/contract/compose.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { UNDO_SEND_MS } from '../../shared/limits.ts'
import { inTransaction } from '../store/store.ts'
import type { BlobArea, Database } from '../store/store.ts'
import type { Manuscript } from './manuscript.ts'
import { noted } from './note.ts'
import type { NoteInJournal, TakenNotice } from './note.ts'
import { changeState, deliveries, deliveriesIn, delivery, itemOf, manuscriptOf, noteOf } from './outbox-rows.ts'
import { changeRoute, type Delivery } from './outbox-rows.ts'
import type { SecondLook } from './second-look.ts'
import { copyIsDue } from './sent-copy.ts'
import { keepSentRoutes } from './sent-routes.ts'

export interface OutboxParts {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
  readonly note: NoteInJournal
  readonly taken: TakenNotice
  /** Puts a draft back, in the transaction in which its mail goes; `was`: the message that it was. */
  readonly restoreDraft: (manuscript: Manuscript, was: Pick<Delivery, 'messageId' | 'mimeHash'>) => void
}

/** Everything that is on its way or has to be decided, in the order in which it was sent; what was sent stays for a day. */
export const listOutbox = (db: Database): OutboxItem[] => deliveries(db).map(itemOf)

/** Sends now what waited, was refused or was meant for later; what had no safe route, if it has one meanwhile: `look`, which must be of this moment; null when its account is gone. */
export function retryNow({ db, now, note }: OutboxParts, id: string, look: SecondLook | null): Outcome<object, 'no-such-item' | 'nothing-to-retry'> {
  return inTransaction(db, () => {
    const found = delivery(db, id)
    if (found === null) return refused('no-such-item')
    const hasRoute = found.state === 'held-no-route' && look?.kind === 'goes'
    const isForLater = found.state === 'undo' && found.scheduledFor !== null
    if (found.state !== 'waiting' && found.state !== 'refused' && !hasRoute && !isForLater) return refused('nothing-to-retry')
    if (hasRoute && look.change !== null) changeRoute(db, id, look.change)
    changeState(db, id, { state: 'queued', since: now() })
    noted(note, noteOf({ ...found, state: 'queued', ...(hasRoute ? look.change : null) }, { reason: 'person-tries-again', outcome: 'done', at: now() }))
    return done({})
  })
}

/** What waited for a safe route and has one now goes by itself, not before the moment that it was meant for; never by ordinary mail. True when it does. */
export function release({ db, now, note }: Pick<OutboxParts, 'db' | 'now' | 'note'>, id: string, look: SecondLook): boolean {
  return inTransaction(db, () => {
    const found = delivery(db, id)
    if (found?.state !== 'held-no-route' || look.kind !== 'goes') return false
    if (look.change !== null) changeRoute(db, id, look.change)
    // Not within the seconds in which it can be taken back, nor before the moment that was chosen.
    const dueAt = Math.max(found.scheduledFor ?? 0, found.createdAt + UNDO_SEND_MS)
    changeState(db, id, dueAt > now() ? { state: 'undo', since: now(), dueAt } : { state: 'queued', since: now() })
    noted(note, noteOf({ ...found, ...look.change, state: 'queued' }, { reason: 'route-found', outcome: 'done', at: now() }))
    return true
  })
}

/** A person says what SMTP could not (it may have arrived; sending again may make two of it). */
export function decideUnclear({ db, now, note, taken }: OutboxParts, id: string, decision: 'it-arrived' | 'send-again'): Outcome<object, 'no-such-item' | 'not-unclear'> {
  return inTransaction(db, () => {
    const found = delivery(db, id)
    if (found === null) return refused('no-such-item')
    if (found.state !== 'held-unclear') return refused('not-unclear')
    const arrived = decision === 'it-arrived'
    changeState(db, id, { state: arrived ? 'sent' : 'queued', since: now() })
    if (arrived) keepSentRoutes(db, found, now())
    if (arrived && copyIsDue(db, found.outgoingId)) taken(manuscriptOf(db, found.outgoingId))
    noted(note, noteOf(found, { reason: arrived ? 'person-says-arrived' : 'person-sends-again', outcome: 'done', at: now() }))
    return done({})
  })
}

/** What to look for in the folders, so that a person need not decide what can be seen: the Message-ID of each unclear delivery. */
export const unclearDeliveries = (db: Database): { id: string; accountId: string; messageId: string; recipients: string[] }[] =>
  deliveriesIn(db, 'held-unclear').map(({ id, accountId, messageId, recipients }) => ({ id, accountId, messageId, recipients: recipients.map(({ address }) => address) }))

/** Whether removing the account would leave mail behind that has not been sent, or a copy that has not been kept. */
export const mailWaits = (db: Database, accountId: string): boolean =>
  db.prepare<[string], number>(`
    SELECT EXISTS (SELECT 1 FROM outgoing LEFT JOIN delivery ON delivery.outgoing_id = outgoing.id
      WHERE account_id = ? AND (copy = 'due' OR (state IS NOT NULL AND state <> 'sent')))`).pluck().get(accountId) === 1

/** Every blob that the outbox names. */
export const outboxBlobs = (db: Database): string[] =>
  db.prepare<[], string>(`
    SELECT blob_id FROM outgoing
    UNION SELECT json_extract(attachment.value, '$.blobId') FROM outgoing, json_each(manuscript, '$.attachments') AS attachment`).pluck().all()
