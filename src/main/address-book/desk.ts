import { randomUUID } from 'node:crypto'
import { inTransaction, type Database } from '../store/store.ts'
import type { Consents } from './consents.ts'
import type { ContactRows } from './contact-rows.ts'
import type { BookNote, Contact } from './contact.ts'
import type { Correspondents, KnownAddresses } from './known-addresses.ts'

export interface AddressBookOptions {
  readonly db: Database
  readonly correspondents: Correspondents
  readonly ownAddresses: () => readonly string[]
  readonly organisationOf: (domain: string) => string | null
  readonly publicDomains: ReadonlySet<string>
  /** Writes into the journal, within the transaction of the change: what it throws undoes that (LOG-05). */
  readonly note: (note: BookNote) => void
  /** Something in the book is different. */
  readonly onChanged: () => void
  readonly now: () => number
}

/** What the acts on the book work with. */
export interface Desk extends AddressBookOptions {
  readonly rows: ContactRows
  readonly consents: Consents
  readonly known: KnownAddresses
}

/** In one transaction with its notes; then everybody hears of it. */
export function change({ db, onChanged }: Desk, work: () => void): void {
  inTransaction(db, work)
  onChanged()
}

/** A contact of whom nothing is known but the address. */
export const nothingKnown = (address: string): Contact => ({
  id: randomUUID(), address: address.trim(), name: '', organisation: '', kind: 'unknown', mobile: null, mobileVerified: null, community: null,
  isOutsideEea: false, consent: null, isAllSecure: false, isStaffPrivate: false, source: 'own',
})

/** All that the journal may tell of a number (LOG-01). */
export const lastThree = (mobile: string): string => mobile.slice(-3)
