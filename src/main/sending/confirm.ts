import { createHash, randomUUID } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { SEAL_PIECE_BYTES, UNDO_SEND_MS } from '../../shared/limits.ts'
import { domainOf } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import { messageIdAt } from '../../shared/mail/message-id.ts'
import { planRoutes } from '../../shared/norm/routing.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { BlobArea, BlobWriter, Database } from '../store/store.ts'
import { buildMessage, recipientsOf, wireAddress } from './manuscript.ts'
import type { Author, Manuscript } from './manuscript.ts'
import { JournalUnwritable, noted } from './note.ts'
import type { NoteInJournal } from './note.ts'
import { delivery, insertDelivery, insertOutgoing, noteOf } from './outbox-rows.ts'

export interface ConfirmParts {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
  readonly note: NoteInJournal
  /**
   * Takes the draft out, in the transaction in which it becomes mail. `changed`: it is no longer what was built from, and
   * nothing is sent.
   */
  readonly consumeDraft: (manuscript: Manuscript) => 'consumed' | 'changed' | 'gone'
}

export interface Sender extends Author {
  readonly accountId: string
  readonly ownDomains: readonly string[]
}

export type Confirmed = Outcome<
  { outboxIds: string[]; undoUntil: number },
  'no-such-draft' | 'stale-revision' | 'no-recipients' | 'not-an-address' | 'attachment-incomplete' | 'too-large' | 'journal-unwritable' | 'disk-full'
>

/**
 * Makes a draft into mail. Its bytes are built once and on disk before anything says so; then, in one transaction, the draft
 * goes, a delivery per route group comes, and the journal knows. When any of it fails nothing has changed.
 */
export async function confirmSend(parts: ConfirmParts, manuscript: Manuscript, sender: Sender): Promise<Confirmed> {
  const recipients = recipientsOf(manuscript.fields)
  const everybody = [...recipients.to, ...recipients.cc, ...recipients.bcc]
  if (everybody.length === 0) return refused('no-recipients')
  const groups = deliveryGroups(recipients, sender.ownDomains)
  if (groups === null) return refused('not-an-address')
  const createdAt = parts.now()
  const messageId = messageIdAt(domainToASCII(domainOf(sender.address)), randomUUID())
  try {
    const built = await buildMessage(manuscript, sender, { blobs: parts.blobs, messageId, date: new Date(createdAt) })
    if (built.kind === 'refused') return refused(built.fail)
    return await store(parts, { manuscript, sender, groups, messageId, createdAt, raw: built.raw })
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

interface Group {
  readonly route: 'community' | 'hold'
  readonly recipients: readonly Address[]
}

/**
 * Who shares a submission: own-domain recipients who may see each other; each hidden one alone, so that no trace of it is in
 * another's delivery; each that has to wait alone, as it will go its own way (RT-20). Null when somebody cannot be written to.
 */
function deliveryGroups({ to, cc, bcc }: { to: Address[]; cc: Address[]; bcc: Address[] }, ownDomains: readonly string[]): Group[] | null {
  const everybody = [...to, ...cc, ...bcc]
  const planned = planRoutes(everybody.map(({ address }) => address), ownDomains).map(({ route }, index) => ({ route, recipient: everybody[index], isHidden: index >= to.length + cc.length }))
  const together: Address[] = []
  const alone: Group[] = []
  for (const { route, recipient, isHidden } of planned) {
    if (route === 'refuse' || recipient === undefined) return null
    if (route === 'community' && !isHidden) together.push(recipient)
    else alone.push({ route, recipients: [recipient] })
  }
  return together.length === 0 ? alone : [{ route: 'community', recipients: together }, ...alone]
}

interface Mail {
  readonly manuscript: Manuscript
  readonly sender: Sender
  readonly groups: readonly Group[]
  readonly messageId: string
  readonly createdAt: number
  readonly raw: Uint8Array
}

async function store(parts: ConfirmParts, mail: Mail): Promise<Confirmed> {
  const writer = await parts.blobs.create()
  let isKept = false
  try {
    const mimeHash = await keepBytes(writer, mail.raw)
    const outboxIds = inTransaction(parts.db, () => enter(parts, mail, { blobId: writer.id, mimeHash }))
    isKept = true
    return done({ outboxIds, undoUntil: mail.createdAt + UNDO_SEND_MS })
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
  const { manuscript, sender, groups, createdAt, messageId, raw } = mail
  const consumed = consumeDraft(manuscript)
  if (consumed !== 'consumed') throw new DraftChanged(consumed === 'gone' ? 'no-such-draft' : 'stale-revision')
  const outgoingId = randomUUID()
  insertOutgoing(db, {
    id: outgoingId, accountId: sender.accountId, messageId, sender: wireAddress(sender.address), subject: manuscript.fields.subject, manuscript, blobId,
    sizeBytes: raw.length, mimeHash, createdAt,
  })
  return groups.map(({ route, recipients }) => {
    const id = randomUUID()
    const begins = route === 'community' ? { state: 'undo', dueAt: createdAt + UNDO_SEND_MS } as const : { state: 'held-no-route', dueAt: null } as const
    insertDelivery(db, { id, outgoingId, recipients, since: createdAt, ...begins })
    const row = delivery(db, id)
    if (row === null) throw new Error('a delivery that was just written is not there')
    noted(note, noteOf(row, route === 'community' ? { reason: 'queued', outcome: 'done', at: createdAt } : { reason: 'no-safe-route-yet', outcome: 'refused', at: createdAt }))
    return id
  })
}
