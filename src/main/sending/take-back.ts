import { randomUUID } from 'node:crypto'
import type { DraftFields } from '../../shared/contract/compose.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { mailboxKey } from '../../shared/mail/address.ts'
import { lineAbove } from '../mime/line-above.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { BlobArea } from '../store/store.ts'
import { recipientsOf } from './manuscript.ts'
import type { Manuscript, ManuscriptAttachment } from './manuscript.ts'
import { JournalUnwritable, noted, type SendNote } from './note.ts'
import { deliveriesOf, delivery, manuscriptOf, noteOf } from './outbox-rows.ts'
import type { Delivery, DeliveryState } from './outbox-rows.ts'
import type { OutboxParts } from './outbox.ts'

/** Not yet in the hands of a server, so that it can still be a draft. */
const TAKEABLE: ReadonlySet<DeliveryState> = new Set(['undo', 'queued', 'waiting', 'held-no-route', 'refused'])
const isTakeable = ({ state }: Delivery): boolean => TAKEABLE.has(state)

export type TakenBack = Outcome<{ draftId: string }, 'too-late' | 'no-such-item' | 'journal-unwritable' | 'disk-full'>

/**
 * Makes mail into a draft again. While none of its deliveries has left, the whole draft comes back as it was, also for the other
 * deliveries; later a draft for this delivery's recipients only, since the others have it.
 */
export async function takeBack(parts: OutboxParts, id: string): Promise<TakenBack> {
  try {
    const found = delivery(parts.db, id)
    if (found === null) return refused('no-such-item')
    if (!isTakeable(found)) return refused('too-late')
    const all = deliveriesOf(parts.db, found.outgoingId)
    const isWhole = all.every(isTakeable) && namesEverybody(all, manuscriptOf(parts.db, found.outgoingId))
    return isWhole ? await takeWhole(parts, found) : await takeShare(parts, found, takenBack)
  } catch (error) {
    return refusalOf(error)
  }
}

/**
 * Of somebody who leaves: what may have arrived becomes a draft that says so at its top, for whoever looks after the account next.
 * Nobody else can decide about it any more.
 */
export async function leaveUnclear(parts: OutboxParts, id: string, line: string): Promise<TakenBack> {
  try {
    const found = delivery(parts.db, id)
    if (found === null) return refused('no-such-item')
    const isUnclear = ({ state }: Delivery): boolean => state === 'held-unclear'
    if (!isUnclear(found)) return refused('too-late')
    return await takeShare(parts, found, {
      isTakeable: isUnclear, step: { reason: 'left-unclear', outcome: 'failed' }, letter: (fields) => ({ ...fields, html: lineAbove(line, fields.html) }),
    })
  } catch (error) {
    return refusalOf(error)
  }
}

function refusalOf(error: unknown): TakenBack {
  if (isDiskFull(error)) return refused('disk-full')
  if (error instanceof JournalUnwritable) return refused(error.fail)
  throw error
}

interface Taking { readonly isTakeable: (row: Delivery) => boolean; readonly step: Pick<SendNote, 'reason' | 'outcome'>; readonly letter: (fields: DraftFields) => DraftFields }
const takenBack: Taking = { isTakeable, step: { reason: 'taken-back', outcome: 'done' }, letter: (fields) => fields }

/** Nobody's share was taken back before: who has a draft of their own must not come back in another. */
function namesEverybody(deliveries: readonly Delivery[], { fields }: Manuscript): boolean {
  const { to, cc, bcc } = recipientsOf(fields)
  const named = keysOf(deliveries.flatMap(({ recipients }) => recipients))
  return [...to, ...cc, ...bcc].every(({ address }) => named.has(mailboxKey(address)))
}

async function takeWhole({ db, blobs, now, note, restoreDraft }: OutboxParts, { outgoingId, blobId, messageId, mimeHash }: Delivery): Promise<TakenBack> {
  const manuscript = manuscriptOf(db, outgoingId)
  inTransaction(db, () => {
    for (const one of deliveriesOf(db, outgoingId)) noted(note, noteOf(one, { reason: 'taken-back', outcome: 'done', at: now() }))
    restoreDraft({ ...manuscript, revision: manuscript.revision + 1, savedAt: now() }, { messageId, mimeHash })
    db.prepare('DELETE FROM delivery WHERE outgoing_id = ?').run(outgoingId)
    db.prepare('DELETE FROM outgoing WHERE id = ?').run(outgoingId)
  })
  await blobs.remove(blobId)
  return done({ draftId: manuscript.id })
}

/** The attachments are copied: the originals belong to what the others were sent. */
async function takeShare(parts: OutboxParts, { id, outgoingId, recipients }: Delivery, taking: Taking): Promise<TakenBack> {
  const { db, blobs, now, note, restoreDraft } = parts
  const manuscript = manuscriptOf(db, outgoingId)
  const attachments = await copyAttachments(blobs, manuscript.attachments)
  const draft: Manuscript = { ...manuscript, id: randomUUID(), revision: 1, savedAt: now(), fields: taking.letter(shareOf(manuscript.fields, recipients)), attachments }
  const giveUp = (): Promise<unknown> => Promise.all(attachments.map(({ blobId }) => blobs.remove(blobId)))
  try {
    const taken = inTransaction(db, (): TakenBack => {
      const current = delivery(db, id)
      if (current === null) return refused('no-such-item')
      // While the attachments were copied it may have left.
      if (!taking.isTakeable(current)) return refused('too-late')
      noted(note, noteOf(current, { ...taking.step, at: now() }))
      restoreDraft(draft, current)
      db.prepare('DELETE FROM delivery WHERE id = ?').run(id)
      return done({ draftId: draft.id })
    })
    if (!taken.ok) await giveUp()
    return taken
  } catch (error) {
    await giveUp()
    throw error
  }
}

const keysOf = (recipients: Delivery['recipients']): ReadonlySet<string> => new Set(recipients.map(({ address }) => mailboxKey(address)))

const shareOf = (fields: DraftFields, recipients: Delivery['recipients']): DraftFields => {
  const keys = keysOf(recipients)
  const mine = (list: DraftFields['to']): DraftFields['to'] => list.filter(({ address }) => keys.has(mailboxKey(address)))
  return { ...fields, to: mine(fields.to), cc: mine(fields.cc), bcc: mine(fields.bcc) }
}

async function copyAttachments(blobs: BlobArea, attachments: readonly ManuscriptAttachment[]): Promise<ManuscriptAttachment[]> {
  const copies: ManuscriptAttachment[] = []
  try {
    for (const attachment of attachments) {
      const writer = await blobs.create()
      copies.push({ ...attachment, id: randomUUID(), blobId: writer.id })
      for await (const piece of blobs.read(attachment.blobId)) await writer.append(piece)
      await writer.finish()
    }
    return copies
  } catch (error) {
    await Promise.all(copies.map(({ blobId }) => blobs.remove(blobId)))
    throw error
  }
}
