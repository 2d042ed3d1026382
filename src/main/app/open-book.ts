import type { Accounts } from '../accounts/accounts.ts'
import { readCaFile } from '../accounts/ca-file.ts'
import { createAddressBook, type AddressBook } from '../address-book/address-book.ts'
import { createDirectories, type Directories } from '../address-book/directory/directories.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import type { Database } from '../store/store.ts'
import { organisationOf } from '../trust/organisation.ts'
import type { SecretStore } from '../vault/secret-store.ts'
import type { Changes } from './changes.ts'
import { record, type Journal } from './journal.ts'

interface Room { db: Database; reader: MailboxReader; accounts: Accounts; publicDomains: ReadonlySet<string>; journal: Journal; changes: Changes; now: () => number }

interface DirectoryRoom { db: Database; secrets: SecretStore; key: Uint8Array; journal: Journal; changes: Changes; now: () => number }

/** The directories of a session; what they need a CA for is read as for accounts. */
export const openDirectories = ({ db, secrets, key, journal, changes, now }: DirectoryRoom): Directories => createDirectories({
  db, secrets, key, now, readCa: readCaFile,
  note: (detail) => { record(journal, { class: 'book', detail }) },
  onChanged: () => { changes.touch(['book']) },
})

/** The address book of a session: what the practice checked, beside what its mail tells. */
export const openBook = ({ db, reader, accounts, publicDomains, journal, changes, now }: Room): AddressBook => createAddressBook({
  db, correspondents: reader, organisationOf, publicDomains, now,
  ownAddresses: () => accounts.list().map(({ address }) => address),
  note: (detail) => { record(journal, { class: 'book', detail }) },
  onChanged: () => { changes.touch(['book']) },
})
