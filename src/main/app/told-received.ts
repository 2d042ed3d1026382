import type { AddressBook } from '../address-book/address-book.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import { recordAll, type Event, type Journal } from './journal.ts'
import { termEdition } from './term-list.ts'
import type { Received } from './verdicts.ts'

/** Receiving, in the transaction that freezes how safely it was (E5): what the journal does not take is not frozen, and found again. */
export function tellReceived({ reader, journal }: { reader: Pick<MailboxReader, 'header'>; journal: Journal }): (messages: readonly Received[]) => void {
  return (messages) => {
    recordAll(journal, messages.map(({ messageId, name, mailbox, digest, verdict: { state, row } }): Event<'E5'> => ({
      class: 'E5', mailbox, ...(name === null ? {} : { messageId: name }),
      correspondents: reader.header(messageId)?.from.map(({ address }) => address) ?? [],
      detail: { trust: state, evidence: row, digest: Buffer.from(digest).toString('hex') },
    })))
  }
}

/** The edition of the rules by which it is judged what mail is about. */
export const ruleVersion = (): string => `terms:${String(termEdition())}`

/** The reference of a patient: his number in the practice's own book. */
export function patientAt(book: Pick<AddressBook, 'find'>, address: string): string | null {
  const contact = book.find(address)
  return contact?.kind === 'person' ? contact.id : null
}
