import type { Accounts } from '../accounts/accounts.ts'
import { createAddressBook, type AddressBook } from '../address-book/address-book.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import type { Database } from '../store/store.ts'
import { organisationOf } from '../trust/organisation.ts'
import type { Changes } from './changes.ts'
import { record, type Journal } from './journal.ts'

interface Room { db: Database; reader: MailboxReader; accounts: Accounts; publicDomains: ReadonlySet<string>; journal: Journal; changes: Changes; now: () => number }

/** The address book of a session: what the practice checked, beside what its mail tells. */
export const openBook = ({ db, reader, accounts, publicDomains, journal, changes, now }: Room): AddressBook => createAddressBook({
  db, correspondents: reader, organisationOf, publicDomains, now,
  ownAddresses: () => accounts.list().map(({ address }) => address),
  note: (detail) => { record(journal, { class: 'book', detail }) },
  onChanged: () => { changes.touch(['book']) },
})
