import type { Outcome } from '../../shared/contract/declare.ts'
import { completionOf, type Suggestion } from './completion.ts'
import { Consents, type Consent } from './consents.ts'
import { addListed, giveConsent, remove, save, setMobile, withdrawConsent, type NotKept, type TypedContact } from './contact-acts.ts'
import { addressKey, ContactRows } from './contact-rows.ts'
import type { ConsentScope, Contact, Nothing } from './contact.ts'
import type { AddressBookOptions, Desk } from './desk.ts'
import { exported, type ExportChoice } from './export.ts'
import type { Read } from './import/candidate.ts'
import { importRead } from './import/import-read.ts'
import { sift, type SiftedRow } from './import/sift.ts'
import { KnownAddresses } from './known-addresses.ts'
import { duplicatesOf, keepApart, merge, type Duplicate } from './merging.ts'

export type { Suggestion } from './completion.ts'
export type { Consent } from './consents.ts'
export type { TypedContact } from './contact-acts.ts'
export type { BookNote, ConsentScope, Contact, ContactFields } from './contact.ts'
export type { Correspondents } from './known-addresses.ts'
export type { Duplicate } from './merging.ts'

/** The practice's own checked address book (R5), and what its mail tells of an address. */
export interface AddressBook extends Disposable {
  /** By mailbox: capitals make no difference. */
  find(address: string): Contact | null
  get(id: string): Contact | null
  /** A window of the contacts whose words begin with what was typed, by name. */
  search(text: string, window: { offset: number; limit: number }): { total: number; contacts: Contact[] }
  /** How many contacts there are. */
  count(): number
  consentsOf(contactId: string): Consent[]
  /** RT-26: when somebody here last wrote to exactly this address, in milliseconds since 1970; null: never. */
  lastSentTo(address: string): number | null
  /** When mail from or to this address was last seen; null: never. */
  lastContactWith(address: string): number | null
  /**
   * RT-26: known addresses (book or mail) that this one looks like without being it (IN-02e), the best known first. None for an address
   * that stands in the book: somebody checked it.
   */
  lookAlikesOf(address: string): readonly string[]
  /**
   * Stores the number with who verified it, now (RT-21); makes the contact when there is none. Throws where the journal or the disk
   * takes nothing.
   */
  setMobile(address: string, mobile: string, verifiedBy: string): Outcome<{ id: string }, 'not-an-address' | 'not-a-mobile' | 'book-full'>
  /** Adds a contact (`id` null) or changes one. A number that differs from the kept one is unverified unless `isVerified`. */
  save(id: string | null, typed: TypedContact, by: string): Outcome<{ id: string }, NotKept>
  /** Somebody of a directory, as a professional of whom nothing is verified. */
  addListed(person: { name: string; address: string; organisation: string }): Outcome<{ id: string }, 'not-an-address' | 'already-there' | 'book-full'>
  /** Its standing consent ends with it; the history stays. */
  remove(id: string, by: string): Outcome<Nothing, 'no-such-contact'>
  /** Of a person; another scope takes the place of the one that stands (CF-11). */
  giveConsent(id: string, scope: ConsentScope, by: string): Outcome<Nothing, 'no-such-contact' | 'not-a-patient'>
  withdrawConsent(id: string, by: string): Outcome<Nothing, 'no-such-contact' | 'no-consent'>
  /** From the book and from mail; no two that look alike are one, and none is chosen (RT-26). */
  complete(typed: string): Suggestion[]
  /** What importing this would do, row by row; changes nothing. */
  sift(read: readonly Read[]): Promise<SiftedRow[]>
  /** Adds what is new and, `withChanges`, fills in what contacts lack; in pieces, each written together with its line in the journal. */
  importRead(read: readonly Read[], withChanges: boolean): Promise<{ added: number; changed: number }>
  /** Throws where the journal takes nothing: what left unrecorded must not leave. */
  exported(choice: ExportChoice): Promise<{ text: string; count: number }>
  /** Contacts that may be one and the same (R5). */
  duplicates(): Duplicate[]
  /** What the kept one lacks comes from the other, which goes; a consent of the other ends. */
  merge(pair: { keepId: string; goneId: string }, by: string): Outcome<Nothing, 'no-such-contact' | 'same-contact'>
  /** They are two: not told as duplicates again. */
  keepApart(pair: { oneId: string; otherId: string }): Outcome<Nothing, 'no-such-contact' | 'same-contact'>
}

/** Opens the book of one session. What changes it is written together with its line in the journal, or not at all. */
export function createAddressBook(options: AddressBookOptions): AddressBook {
  const { db, correspondents, ownAddresses } = options
  const rows = new ContactRows(db)
  const consents = new Consents(db)
  const known = new KnownAddresses({
    ...options, isChecked: (key) => rows.has(key) || ownAddresses().some((own) => addressKey(own) === key),
  })
  for (const key of [...rows.keys(), ...ownAddresses().map(addressKey)]) known.add(key)
  const learning = learnInPieces(known)
  const desk: Desk = { ...options, rows, consents, known }
  return {
    find: (address) => rows.byAddress(address),
    get: (id) => rows.byId(id),
    search: (text, window) => rows.search(text, window),
    count: () => rows.count(),
    consentsOf: (id) => consents.of(id),
    lastSentTo: (address) => correspondents.contactWith(address)?.writtenAt ?? null,
    lastContactWith: (address) => correspondents.contactWith(address)?.lastAt ?? null,
    lookAlikesOf: (address) => known.lookAlikesOf(address),
    setMobile: (address, mobile, verifiedBy) => setMobile(desk, { address, mobile }, verifiedBy),
    save: (id, typed, by) => save(desk, { id, typed }, by),
    addListed: (person) => addListed(desk, person),
    remove: (id, by) => remove(desk, id, by),
    giveConsent: (id, scope, by) => giveConsent(desk, { id, scope }, by),
    withdrawConsent: (id, by) => withdrawConsent(desk, id, by),
    complete: (typed) => completionOf(desk, typed),
    sift: (read) => sift(read, rows),
    importRead: (read, withChanges) => importRead(desk, read, withChanges),
    exported: (choice) => exported(desk, choice),
    duplicates: () => duplicatesOf(desk),
    merge: (pair, by) => merge(desk, pair, by),
    keepApart: (pair) => keepApart(desk, pair),
    [Symbol.dispose]: () => { learning[Symbol.dispose]() },
  }
}

/** Some milliseconds at a time, so that the first look-alike that is asked for need not read them all. */
function learnInPieces(known: KnownAddresses): Disposable {
  let next: NodeJS.Immediate | null = setImmediate(learn)
  function learn(): void {
    next = null
    try {
      if (known.learn()) next = setImmediate(learn)
    } catch {
      // Whoever opened the mail has heard that it is damaged; who asks for a look-alike meets it again.
    }
  }
  return { [Symbol.dispose]: () => { if (next !== null) clearImmediate(next) } }
}

