import { createHash, randomUUID } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { SEAL_PIECE_BYTES, UNDO_SEND_MS } from '../../shared/limits.ts'
import { domainOf, mailboxKey } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import { messageIdAt } from '../../shared/mail/message-id.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { BlobArea, BlobWriter, Database } from '../store/store.ts'
import { buildMessage, recipientsOf, wireAddress } from './manuscript.ts'
import type { Author, Manuscript } from './manuscript.ts'
import { JournalUnwritable, noted } from './note.ts'
import type { NoteInJournal } from './note.ts'
import { delivery, insertDelivery, insertOutgoing, noteOf } from './outbox-rows.ts'
import { isGoing, isOwnDelivery } from './routed.ts'
import type { KeptPlan, RoutedDelivery } from './routed.ts'

export interface ConfirmParts {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
  readonly note: NoteInJournal
  /**
   * Takes the draft out, in the transaction in which it becomes mail. `changed`: it is no longer what was built from, and
   * nothing is sent.
   */
  readonly consumeDraft: (manuscript: Manuscript, sentAs: { readonly messageId: string; readonly mimeHash: string }) => 'consumed' | 'changed' | 'gone'
}

export interface Sender extends Author {
  readonly accountId: string
}

/** How it is to go: a delivery for everybody it is for, and whether the person has looked at their names (RT-25). */
export interface Routes {
  readonly deliveries: readonly RoutedDelivery[]
  readonly isConfirmed: boolean
}

export interface Confirming {
  readonly sender: Sender
  readonly routes: Routes
  /** Not before this moment, in ms since 1970. */
  readonly sendAt?: number | null
  /** Rules that fired on it and how often, for the journal (PHI-02). */
  readonly findings?: string
}

export type Confirmed = Outcome<
  { outboxIds: string[]; undoUntil: number; goes: number; waits: number },
  'no-such-draft' | 'stale-revision' | 'no-recipients' | 'not-an-address' | 'confirm-recipients' | 'attachment-incomplete' | 'too-large' | 'journal-unwritable' | 'disk-full'
>

/**
 * Makes a draft into mail. Its bytes are built once and on disk before anything says so; then, in one transaction, the draft
 * goes, a delivery per route group comes, and the journal knows. When any of it fails nothing has changed.
 */
export async function confirmSend(parts: ConfirmParts, manuscript: Manuscript, { sender, routes, sendAt = null, findings = '' }: Confirming): Promise<Confirmed> {
  const recipients = recipientsOf(manuscript.fields)
  if (recipients.to.length + recipients.cc.length + recipients.bcc.length === 0) return refused('no-recipients')
  const groups = deliveryGroups(recipients, routes.deliveries)
  if (groups === null) return refused('not-an-address')
  if (!routes.isConfirmed && routes.deliveries.some(({ needs }) => needs.includes('confirmRecipients'))) return refused('confirm-recipients')
  const createdAt = parts.now()
  // A moment that is nearly there, or has passed while it was chosen, is now.
  const scheduledFor = sendAt !== null && sendAt > createdAt + UNDO_SEND_MS ? sendAt : null
  const messageId = messageIdAt(domainToASCII(domainOf(sender.address)), randomUUID())
  // IN-13: what goes by ordinary mail quotes nobody; everybody gets the same letter.
  const isQuoteLeftOut = manuscript.kind !== 'forward' && groups.some(({ route }) => route === 'plain')
  const letter = isQuoteLeftOut ? { ...manuscript, quoteHtml: null } : manuscript
  try {
    const built = await buildMessage(letter, sender, { blobs: parts.blobs, messageId, date: new Date(scheduledFor ?? createdAt) })
    if (built.kind === 'refused') return refused(built.fail)
    return await store(parts, { manuscript, sender, groups, messageId, createdAt, scheduledFor, findings, raw: built.raw })
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

interface Group {
  readonly route: RoutedDelivery['chosen']
  readonly plan: KeptPlan
  readonly recipients: readonly Address[]
}

/**
 * Who shares a submission: own-domain recipients who may see each other; everybody else goes alone, hidden or not, as each has a
 * route of their own (RT-20, PV-03). Null when somebody cannot be written to.
 */
function deliveryGroups({ to, cc, bcc }: { to: Address[]; cc: Address[]; bcc: Address[] }, deliveries: readonly RoutedDelivery[]): Group[] | null {
  const everybody = [...to, ...cc, ...bcc]
  const plans = new Map(deliveries.map((one) => [mailboxKey(one.to), one]))
  const together: Address[] = []
  const groups: Group[] = []
  for (const [index, recipient] of everybody.entries()) {
    const planned = plans.get(mailboxKey(recipient.address))
    if (planned === undefined || planned.row === 'RT-01') return null
    const { row, permitted, needs, grounds, chosen } = planned
    const group = { route: chosen, plan: { row, permitted, needs, grounds } }
    const isTogether = isOwnDelivery(planned) && chosen === 'community' && index < to.length + cc.length
    if (isTogether) together.push(recipient)
    if (isTogether && together.length === 1) groups.unshift({ ...group, recipients: together })
    if (!isTogether) groups.push({ ...group, recipients: [recipient] })
  }
  return groups
}

interface Mail {
  readonly manuscript: Manuscript
  readonly sender: Sender
  readonly groups: readonly Group[]
  readonly messageId: string
  readonly createdAt: number
  /** Not before this moment; null: as soon as it can no longer be taken back. */
  readonly scheduledFor: number | null
  readonly findings: string
  readonly raw: Uint8Array
}

async function store(parts: ConfirmParts, mail: Mail): Promise<Confirmed> {
  const writer = await parts.blobs.create()
  let isKept = false
  try {
    const mimeHash = await keepBytes(writer, mail.raw)
    const outboxIds = inTransaction(parts.db, () => enter(parts, mail, { blobId: writer.id, mimeHash }))
    isKept = true
    return done({ outboxIds, undoUntil: mail.scheduledFor ?? mail.createdAt + UNDO_SEND_MS, ...countOf(mail.groups) })
  } catch (error) {
    if (error instanceof DraftChanged) return refused(error.fail)
    if (error instanceof JournalUnwritable) return refused(error.fail)
    throw error
  } finally {
    if (!isKept) {
      await writer.giveUp()
      await parts.blobs.remove(writer.id)
    }
  }
}

/** How many recipients go, and how many wait. */
function countOf(groups: readonly Group[]): { goes: number; waits: number } {
  const count = (wanted: boolean): number => groups.filter(({ route }) => isGoing({ chosen: route }) === wanted).reduce((sum, { recipients }) => sum + recipients.length, 0)
  return { goes: count(true), waits: count(false) }
}

/** Piece by piece, so that sealing and hashing a large message does not keep the window waiting. */
async function keepBytes(writer: BlobWriter, raw: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < raw.length; at += SEAL_PIECE_BYTES) {
    const piece = raw.subarray(at, at + SEAL_PIECE_BYTES)
    hash.update(piece)
    await writer.append(piece)
  }
  await writer.finish()
  return hash.digest('hex')
}

class DraftChanged extends Error {
  readonly fail: 'no-such-draft' | 'stale-revision'
  constructor(fail: 'no-such-draft' | 'stale-revision') {
    super('the draft is not what it was')
    this.fail = fail
  }
}

function enter({ db, note, consumeDraft }: ConfirmParts, mail: Mail, { blobId, mimeHash }: { blobId: string; mimeHash: string }): string[] {
  const { manuscript, sender, groups, createdAt, scheduledFor, messageId, findings, raw } = mail
  const consumed = consumeDraft(manuscript, { messageId, mimeHash })
  if (consumed !== 'consumed') throw new DraftChanged(consumed === 'gone' ? 'no-such-draft' : 'stale-revision')
  const outgoingId = randomUUID()
  insertOutgoing(db, {
    id: outgoingId, accountId: sender.accountId, messageId, sender: wireAddress(sender.address), subject: manuscript.fields.subject, manuscript, blobId,
    sizeBytes: raw.length, mimeHash, createdAt,
  })
  return groups.map(({ route, plan, recipients }) => {
    const id = randomUUID()
    const goes = isGoing({ chosen: route })
    const begins = goes ? { state: 'undo', dueAt: scheduledFor ?? createdAt + UNDO_SEND_MS } as const : { state: 'held-no-route', dueAt: null } as const
    insertDelivery(db, { id, outgoingId, recipients, since: createdAt, route, plan, scheduledFor, ...begins })
    const row = delivery(db, id)
    if (row === null) throw new Error('a delivery that was just written is not there')
    noted(note, noteOf(row, { ...(goes ? { reason: 'queued', outcome: 'done' } as const : { reason: 'no-safe-route-yet', outcome: 'refused' } as const), at: createdAt, findings }))
    return id
  })
}
