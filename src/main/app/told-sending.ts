import type { DraftFields } from '../../shared/contract/compose.ts'
import type { FormerMessage } from '../drafts/former-message.ts'
import { recipientsOf, type Manuscript } from '../sending/manuscript.ts'
import { JournalUnwritable, type NoteInJournal, type SendNote, type SendStep } from '../sending/note.ts'
import { delivery, manuscriptOf, type Delivery } from '../sending/outbox-rows.ts'
import type { Database } from '../store/store.ts'
import type { Journal } from './journal.ts'

interface Room {
  readonly db: Database
  readonly journal: Pick<Journal, 'note'>
  /** Names the bytes of a received message; null where it has left this workstation. */
  readonly digestOf: (messageId: number) => string | null
}

/** The steps of a message's way in the journal, under the class that the norm has for each: sending (E1), taking back (E2), forwarding (E8). */
export const tellSending = (room: Room): NoteInJournal => (told) => {
  const { reason, outcome, mailbox, messageId, detail } = told
  const named = { mailbox, messageId, ...behalfOf(room.db, detail.item) }
  if (reason === 'taken-back') return room.journal.note({ class: 'E2', outcome, ...named, detail: revoking(detail) })
  const written = room.journal.note({ class: 'E1', outcome, reason, ...named, detail })
  const forwarded = written.kind === 'unwritable' ? null : forwardedBy(room.db, reason, detail.item)
  if (forwarded === null) return written
  const { item, recipients, route } = detail
  const digest = forwarded.sourceMessageId === null ? null : room.digestOf(forwarded.sourceMessageId)
  return room.journal.note({ class: 'E8', ...named, detail: { item, recipients, route, ...(digest === null ? {} : { digest }) } })
}

/** Whose mandate or delegation it was sent under (FM-05). */
function behalfOf(db: Database, item: string): { onBehalfOf?: string } {
  const found = delivery(db, item)
  const name = found === null ? null : manuscriptOf(db, found.outgoingId).onBehalfOf ?? null
  return name === null ? {} : { onBehalfOf: name }
}

const revoking = ({ item, recipients, mime }: Pick<SendNote['detail'], 'item' | 'recipients' | 'mime'>) => ({ item, recipients, mime })

/** Somebody wanted back what a server has: that cannot be, and is told of all the same (E2). */
export const tellTooLate = ({ journal }: Pick<Room, 'journal'>, { id, mailbox, messageId, recipients, mimeHash }: Delivery): void =>
  void journal.note({ class: 'E2', outcome: 'refused', reason: 'too-late', mailbox, messageId, detail: revoking({ item: id, recipients: recipients.map(({ address }) => address), mime: mimeHash }) })

/** In the transaction in which it is sent anew: another message than the one that was taken back takes its place (E3). Throws what rolls that back. */
export function tellChanged({ journal }: Pick<Room, 'journal'>, { messageId, mimeHash: before }: FormerMessage, { after, mailbox, fields }: { after: string; mailbox: string; fields: DraftFields }): void {
  const { to, cc, bcc } = recipientsOf(fields)
  const written = journal.note({ class: 'E3', mailbox, messageId, correspondents: [...to, ...cc, ...bcc].map(({ address }) => address), detail: { before, after } })
  if (written.kind === 'unwritable') throw new JournalUnwritable(written.because)
}

/** A forward that has reached somebody is told of under its own class too. */
function forwardedBy(db: Database, reason: SendStep, item: string): Pick<Manuscript, 'sourceMessageId'> | null {
  const found = reason === 'sent' || reason === 'person-says-arrived' ? delivery(db, item) : null
  const manuscript = found === null ? null : manuscriptOf(db, found.outgoingId)
  return manuscript?.kind === 'forward' ? manuscript : null
}
