import type { AddressBook } from '../address-book/address-book.ts'
import type { MailboxReader, MessageHeader } from '../mailbox/mailbox.ts'
import { recordAll, type Event, type Journal } from './journal.ts'
import { patientReference } from './practice/rights.ts'
import type { PracticeRoom } from './practice/room.ts'
import { termEdition } from './threads/term-list.ts'
import type { Received } from './verdicts.ts'

interface Room { reader: Pick<MailboxReader, 'header'>; practice: Pick<PracticeRoom, 'addressOf'>; journal: Journal }

/** Receiving, in the transaction that freezes how safely it was (E5): what the journal does not take is not frozen, and found again. */
export function tellReceived({ reader, practice, journal }: Room): (messages: readonly Received[]) => void {
  return (messages) => {
    const addresses = new Map<number, string>()
    // Of a few folders a batch has hundreds of messages.
    const addressOf = (header: MessageHeader): string => {
      const address = addresses.get(header.folderId) ?? practice.addressOf(header)
      addresses.set(header.folderId, address)
      return address
    }
    recordAll(journal, messages.map(({ messageId, name, mailbox, digest, verdict: { state, row } }): Event<'E5'> => {
      const header = reader.header(messageId)
      return {
        class: 'E5', mailbox: header === null ? mailbox : addressOf(header), ...(name === null ? {} : { messageId: name }),
        correspondents: header?.from.map(({ address }) => address) ?? [],
        detail: { trust: state, evidence: row, digest: Buffer.from(digest).toString('hex') },
      }
    }))
  }
}

/** The edition of the rules by which it is judged what mail is about. */
export const ruleVersion = (): string => `terms:${String(termEdition())}`

/** The reference of a patient: his number in the practice's own book. */
export function patientAt(book: Pick<AddressBook, 'find'>, address: string): string | null {
  const contact = book.find(address)
  return contact?.kind === 'person' ? contact.id : null
}

/** The practice's own reference of a patient, the same at every workstation whose book has that address; null: without a practice, or of nobody in the book. */
export function patientReferenceOf({ addressBook, practice }: { addressBook: Pick<AddressBook, 'get'>; practice: Pick<PracticeRoom, 'referenceKey'> }, patient: string): string | null {
  const [key, contact] = [practice.referenceKey(), addressBook.get(patient)]
  return key === null || contact === null ? null : patientReference(key, contact.address)
}
