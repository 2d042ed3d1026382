import type { OutboxItem } from '../../shared/contract/compose.ts'
import type { Address } from '../../shared/mail/address.ts'
import type { Route } from '../../shared/norm/routing/routing-facts.ts'
import type { Database } from '../store/store.ts'
import type { Manuscript } from './manuscript.ts'
import type { SendNote, SendStep } from './note.ts'
import type { KeptPlan } from './routed.ts'

export type DeliveryState = OutboxItem['state']['kind']

/** A message to the recipients that share one submission, and how far it got. */
export interface Delivery {
  readonly id: string
  readonly outgoingId: string
  readonly accountId: string
  readonly messageId: string
  /** Whom the servers hear of as its sender. */
  readonly sender: string
  /** The mailbox that it goes out of: another's, where it is sent as such. */
  readonly mailbox: string
  readonly subject: string
  readonly blobId: string
  readonly sizeBytes: number
  readonly mimeHash: string
  readonly createdAt: number
  readonly recipients: readonly Address[]
  readonly state: DeliveryState
  readonly since: number
  readonly dueAt: number | null
  readonly attempts: number
  readonly problem: string | null
  readonly code: number | null
  readonly endNoted: boolean
  readonly attachmentCount: number
  /** For when it was asked to be held back; null: it was not. */
  readonly scheduledFor: number | null
  /** As it was planned last; `hold` while nothing safe is possible. */
  readonly route: Route
  /** What is to be told of the copy among sent mail: it lies elsewhere than it was to, or no folder took it; null: nothing. */
  readonly copyTrouble: 'elsewhere' | 'refused' | null
  /** Why; null for mail from before routes were kept. */
  readonly plan: KeptPlan | null
}

interface Row extends Omit<Delivery, 'recipients' | 'endNoted' | 'plan'> {
  readonly recipients: string
  readonly endNoted: number
  readonly plan: string | null
}

const SELECT = `
  SELECT delivery.id, outgoing_id AS outgoingId, account_id AS accountId, message_id AS messageId, sender, coalesce(manuscript ->> '$.sentAs.address', sender) AS mailbox, subject, blob_id AS blobId, size_bytes AS sizeBytes,
    mime_hash AS mimeHash, created_at AS createdAt, recipients, state, since, due_at AS dueAt, attempts, problem, code, end_noted AS endNoted,
    attachment_count AS attachmentCount, scheduled_for AS scheduledFor, route, plan, copy_trouble AS copyTrouble
  FROM delivery JOIN outgoing ON outgoing.id = delivery.outgoing_id`
const ORDER = 'ORDER BY created_at, outgoing_id, position'

const deliveryOf = (row: Row): Delivery => ({ ...row, recipients: JSON.parse(row.recipients) as Address[], endNoted: row.endNoted === 1,
  plan: row.plan === null ? null : JSON.parse(row.plan) as KeptPlan,
})

export function delivery(db: Database, id: string): Delivery | null {
  const row = db.prepare<[string], Row>(`${SELECT} WHERE delivery.id = ?`).get(id)
  return row === undefined ? null : deliveryOf(row)
}

/** In the order in which they were sent. */
export const deliveries = (db: Database): Delivery[] => db.prepare<[], Row>(`${SELECT} ${ORDER}`).all().map(deliveryOf)

export const deliveriesOf = (db: Database, outgoingId: string): Delivery[] =>
  db.prepare<[string], Row>(`${SELECT} WHERE outgoing_id = ? ${ORDER}`).all(outgoingId).map(deliveryOf)

/** What may be handed over now. */
export const dueDeliveries = (db: Database, now: number): Delivery[] =>
  db.prepare<[number], Row>(`${SELECT} WHERE state = 'queued' OR (state IN ('undo', 'waiting') AND due_at <= ?) ${ORDER}`).all(now).map(deliveryOf)

export const deliveriesIn = (db: Database, state: DeliveryState): Delivery[] =>
  db.prepare<[string], Row>(`${SELECT} WHERE state = ? ${ORDER}`).all(state).map(deliveryOf)

/** When the next one after this moment becomes due, in milliseconds since 1970; null when none waits for a time. */
export const nextDueAt = (db: Database, now: number): number | null =>
  db.prepare<[number], number | null>("SELECT min(due_at) FROM delivery WHERE state IN ('undo', 'waiting') AND due_at > ?").pluck().get(now) ?? null

export interface NewOutgoing extends Pick<Delivery, 'accountId' | 'messageId' | 'sender' | 'subject' | 'blobId' | 'sizeBytes' | 'mimeHash' | 'createdAt'> {
  readonly id: string
  readonly manuscript: Manuscript
}

export function insertOutgoing(db: Database, outgoing: NewOutgoing): void {
  db.prepare(`INSERT INTO outgoing (id, account_id, message_id, sender, subject, manuscript, blob_id, size_bytes, mime_hash, attachment_count, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    outgoing.id, outgoing.accountId, outgoing.messageId, outgoing.sender, outgoing.subject, JSON.stringify(outgoing.manuscript), outgoing.blobId, outgoing.sizeBytes,
    outgoing.mimeHash, outgoing.manuscript.attachments.length, outgoing.createdAt,
  )
}

export function insertDelivery(db: Database, row: Pick<Delivery, 'id' | 'outgoingId' | 'recipients' | 'state' | 'since' | 'dueAt' | 'route' | 'plan'> & Partial<Pick<Delivery, 'attempts' | 'problem' | 'code' | 'scheduledFor'>>): void {
  db.prepare(`INSERT INTO delivery (id, outgoing_id, position, recipients, state, since, due_at, attempts, problem, code, route, plan, scheduled_for)
    VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM delivery WHERE outgoing_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    row.id, row.outgoingId, row.outgoingId, JSON.stringify(row.recipients), row.state, row.since, row.dueAt, row.attempts ?? 0, row.problem ?? null, row.code ?? null,
    row.route, row.plan === null ? null : JSON.stringify(row.plan), row.scheduledFor ?? null,
  )
}

export interface StateChange extends Pick<Delivery, 'state' | 'since'> {
  readonly dueAt?: number
  readonly attempts?: number
  readonly problem?: string
  readonly code?: number | null
}

/** Moves a delivery on. Unless it goes to a state in which the server may have the message, the note of the end is wiped. */
export function changeState(db: Database, id: string, change: StateChange): void {
  const { state, since, dueAt = null, attempts, problem = null, code = null } = change
  const keepsEnd = state === 'sending' || state === 'held-unclear' || state === 'sent'
  db.prepare(`UPDATE delivery SET state = ?, since = ?, due_at = ?, attempts = coalesce(?, attempts), problem = ?, code = ?, end_noted = ${keepsEnd ? 'end_noted' : '0'} WHERE id = ?`)
    .run(state, since, dueAt, attempts ?? null, problem, code, id)
}

/** The route as it is planned now, with its grounds. */
export const changeRoute = (db: Database, id: string, { route, plan }: Pick<Delivery, 'route' | 'plan'>): void =>
  void db.prepare('UPDATE delivery SET route = ?, plan = ? WHERE id = ?').run(route, plan === null ? null : JSON.stringify(plan), id)

/** Throws, and so keeps the end from being sent, when the delivery is not the one under way. */
export function noteEnd(db: Database, id: string): void {
  const { changes } = db.prepare("UPDATE delivery SET end_noted = 1 WHERE id = ? AND state = 'sending'").run(id)
  if (changes !== 1) throw new Error('the end of a delivery that is not under way')
}

type KeptLater = 'messageClass' | 'classFloor' | 'answersPatient' | 'answeredLevel'

export function manuscriptOf(db: Database, outgoingId: string): Manuscript {
  const text = db.prepare<[string], string>('SELECT manuscript FROM outgoing WHERE id = ?').pluck().get(outgoingId)
  if (text === undefined) throw new Error('a delivery without its message')
  // Mail that was put in the outbox before classes were kept.
  return { messageClass: 'unknown', classFloor: 'general', answersPatient: false, answeredLevel: 'none', ...JSON.parse(text) as Omit<Manuscript, KeptLater> & Partial<Pick<Manuscript, KeptLater>> }
}

/** As the screen sees it. */
export function itemOf(row: Delivery): OutboxItem {
  const { id, accountId, subject, recipients, createdAt, attachmentCount, scheduledFor, route, copyTrouble } = row
  return { id, accountId, subject, to: recipients.map(({ name, address }) => ({ name, address })), createdAt, attachmentCount, scheduledFor, route, state: shownState(row), copyTrouble: row.state === 'sent' ? copyTrouble : null }
}

function shownState({ state, since, dueAt, problem, code, plan }: Delivery): OutboxItem['state'] {
  switch (state) {
    case 'undo': return { kind: 'undo', until: dueAt ?? since }
    case 'waiting': return { kind: 'waiting', retryAt: dueAt ?? since, problem: problem ?? '' }
    case 'held-unclear': return { kind: 'held-unclear', since }
    case 'refused': return { kind: 'refused', code, problem: problem ?? '' }
    case 'sent': return { kind: 'sent', at: since }
    case 'held-no-route': return { kind: state, row: plan?.row ?? null, needs: [...plan?.needs ?? []] }
    case 'queued': case 'sending': return { kind: state }
  }
}

/** E1: class, prediction, both sides' standing, DNSSEC, factor. */
function groundsNoted(plan: KeptPlan | null): Partial<SendNote['detail']> {
  if (plan === null) return {}
  const { messageClass, detection, ground, provider, ownStatus, status, dnssec, lastDay, lookedUpAt, factor, lastDigits } = plan.grounds
  const looked = dnssec === null ? {} : { ourStatus: ownStatus, theirStatus: status, dnssec, ...(lastDay === null ? {} : { lastDay }), ...(lookedUpAt === null ? {} : { lookedUpAt }) }
  return { messageClass, detection, prediction: plan.row, provider, ...looked, ...(ground === null ? {} : { ground }), ...(factor === 'none' ? {} : { factor }), ...(lastDigits === null ? {} : { phone: lastDigits }) }
}

/** The journal's line about a step of this delivery. */
export const noteOf = (row: Delivery, step: { reason: SendStep; outcome: SendNote['outcome']; at: number; tls?: string; reply?: string; findings?: string; trigger?: string }): SendNote => ({
  outcome: step.outcome, reason: step.reason, at: step.at, mailbox: row.mailbox, messageId: row.messageId,
  detail: {
    item: row.id, recipients: row.recipients.map(({ address }) => address), route: row.state === 'held-no-route' ? 'hold' : row.route, mime: row.mimeHash, bytes: row.sizeBytes,
    ...groundsNoted(row.plan), ...(step.findings === undefined || step.findings === '' ? {} : { findings: step.findings }), ...(step.trigger === undefined ? {} : { trigger: step.trigger }),
    ...(step.tls === undefined ? {} : { tls: step.tls }), ...(step.reply === undefined || step.reply === '' ? {} : { reply: step.reply }),
  },
})
