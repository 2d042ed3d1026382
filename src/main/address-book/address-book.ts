import { randomUUID } from 'node:crypto'
import { done, refused, type Outcome } from '../../shared/contract/declare.ts'
import { cleanName, isMailAddress } from '../../shared/mail/address.ts'
import { readMobile } from '../../shared/norm/mobile-number.ts'
import { inTransaction, type Database } from '../store/store.ts'
import { Consents, type Consent } from './consents.ts'
import { addressKey, ContactRows } from './contact-rows.ts'
import type { BookNote, ConsentScope, Contact, ContactFields } from './contact.ts'
import { KnownAddresses, type Correspondents } from './known-addresses.ts'
import { CONTACTS_MOST } from './limits.ts'

export type { Consent } from './consents.ts'
export type { BookNote, ConsentScope, Contact, ContactFields } from './contact.ts'
export type { Correspondents } from './known-addresses.ts'

/** What keeps a contact from being kept as it was typed. */
type NotKept = 'not-an-address' | 'not-a-mobile' | 'already-there' | 'no-such-contact' | 'book-full'

/** What somebody typed of a contact; `mobile` in any form that people write, '' for none. */
export interface TypedContact extends Omit<ContactFields, 'mobile'> {
  readonly mobile: string
  /** Who types it has checked the number with the person. */
  readonly isVerified: boolean
}

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

/** The practice's own checked address book (R5), and what its mail tells of an address. */
export interface AddressBook extends Disposable {
  /** By mailbox: capitals make no difference. */
  find(address: string): Contact | null
  get(id: string): Contact | null
  /** A window of the contacts whose words begin with what was typed, by name. */
  search(text: string, window: { offset: number; limit: number }): { total: number; contacts: Contact[] }
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
  /** Its standing consent ends with it; the history stays. */
  remove(id: string, by: string): Outcome<object, 'no-such-contact'>
  /** Of a person; another scope takes the place of the one that stands (CF-11). */
  giveConsent(id: string, scope: ConsentScope, by: string): Outcome<object, 'no-such-contact' | 'not-a-patient'>
  withdrawConsent(id: string, by: string): Outcome<object, 'no-such-contact' | 'no-consent'>
}

const lastThree = (mobile: string): string => mobile.slice(-3)

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
  const desk = { ...options, rows, consents, known }
  return {
    find: (address) => rows.byAddress(address),
    get: (id) => rows.byId(id),
    search: (text, window) => rows.search(text, window),
    consentsOf: (id) => consents.of(id),
    lastSentTo: (address) => correspondents.contactWith(address)?.writtenAt ?? null,
    lastContactWith: (address) => correspondents.contactWith(address)?.lastAt ?? null,
    lookAlikesOf: (address) => known.lookAlikesOf(address),
    setMobile: (address, mobile, verifiedBy) => setMobile(desk, { address, mobile }, verifiedBy),
    save: (id, typed, by) => save(desk, { id, typed }, by),
    remove: (id, by) => remove(desk, id, by),
    giveConsent: (id, scope, by) => giveConsent(desk, { id, scope }, by),
    withdrawConsent: (id, by) => withdrawConsent(desk, id, by),
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

interface Desk extends AddressBookOptions { readonly rows: ContactRows; readonly consents: Consents; readonly known: KnownAddresses }

const nothingKnown = (address: string): Contact => ({
  id: randomUUID(), address: address.trim(), name: '', organisation: '', kind: 'unknown', mobile: null, mobileVerified: null, community: null,
  isOutsideEea: false, consent: null, isAllSecure: false, isStaffPrivate: false, source: 'own',
})

/** In one transaction with its notes; then everybody hears of it. */
function change({ db, onChanged }: Desk, work: () => void): void {
  inTransaction(db, work)
  onChanged()
}

function setMobile(desk: Desk, { address, mobile }: { address: string; mobile: string }, by: string): ReturnType<AddressBook['setMobile']> {
  const number = readMobile(mobile)
  if (!isMailAddress(address.trim())) return refused('not-an-address')
  if (number === null) return refused('not-a-mobile')
  const before = desk.rows.byAddress(address)
  if (before === null && desk.rows.count() >= CONTACTS_MOST) return refused('book-full')
  const contact = before ?? nothingKnown(address)
  change(desk, () => {
    desk.rows.put({ ...contact, mobile: number, mobileVerified: { by, at: desk.now() } }, desk.now())
    if (before === null) desk.note({ change: 'contact-added', contact: contact.id })
    desk.note({ change: 'mobile-verified', contact: contact.id, phone: lastThree(number) })
  })
  desk.known.add(addressKey(address))
  return done({ id: contact.id })
}

function save(desk: Desk, { id, typed }: { id: string | null; typed: TypedContact }, by: string): Outcome<{ id: string }, NotKept> {
  const before = id === null ? null : desk.rows.byId(id)
  if (id !== null && before === null) return refused('no-such-contact')
  const read = readTyped(typed)
  if (!read.ok) return read
  const other = desk.rows.byAddress(typed.address)
  if (other !== null && other.id !== id) return refused('already-there')
  if (before === null && desk.rows.count() >= CONTACTS_MOST) return refused('book-full')
  const { value: fields } = read
  const contact: Contact = { ...(before ?? nothingKnown(typed.address)), ...fields, mobileVerified: verificationOf(before, fields.mobile, typed.isVerified ? { by, at: desk.now() } : null) }
  change(desk, () => {
    desk.rows.put(contact, desk.now())
    desk.note({ change: before === null ? 'contact-added' : 'contact-changed', contact: contact.id })
    noteMobile(desk, before, contact)
    // A consent is a patient's.
    if (contact.kind === 'professional' && desk.consents.withdraw(contact.id, by, desk.now())) desk.note({ change: 'consent-withdrawn', contact: contact.id })
  })
  desk.known.add(addressKey(contact.address))
  return done({ id: contact.id })
}

/** What was verified stays so while the number is the same. */
function verificationOf(before: Contact | null, mobile: string | null, now: Contact['mobileVerified']): Contact['mobileVerified'] {
  if (mobile === null) return null
  const kept = before !== null && before.mobile === mobile ? before.mobileVerified : null
  return kept ?? now
}

function noteMobile(desk: Desk, before: Contact | null, after: Contact): void {
  const { id, mobile, mobileVerified } = after
  if (mobile !== (before?.mobile ?? null)) desk.note({ change: 'mobile-changed', contact: id, ...(mobile === null ? {} : { phone: lastThree(mobile) }) })
  if (mobile !== null && mobileVerified !== null && mobileVerified.at !== before?.mobileVerified?.at) desk.note({ change: 'mobile-verified', contact: id, phone: lastThree(mobile) })
}

/** What was typed as it is kept: no line breaks or hidden signs, a number in one form. */
function readTyped({ mobile, isVerified: _, ...typed }: TypedContact): Outcome<ContactFields, 'not-an-address' | 'not-a-mobile'> {
  if (!isMailAddress(typed.address.trim())) return refused('not-an-address')
  const number = mobile.trim() === '' ? null : readMobile(mobile)
  if (number === null && mobile.trim() !== '') return refused('not-a-mobile')
  const community = typed.community === null || typed.community.trim() === '' ? null : cleanName(typed.community).toLowerCase()
  return done({ ...typed, address: typed.address.trim(), name: cleanName(typed.name), organisation: cleanName(typed.organisation), community, mobile: number })
}

function remove(desk: Desk, id: string, by: string): Outcome<object, 'no-such-contact'> {
  if (desk.rows.byId(id) === null) return refused('no-such-contact')
  change(desk, () => {
    if (desk.consents.withdraw(id, by, desk.now())) desk.note({ change: 'consent-withdrawn', contact: id })
    desk.rows.remove(id)
    desk.note({ change: 'contact-removed', contact: id })
  })
  return done({})
}

function giveConsent(desk: Desk, { id, scope }: { id: string; scope: ConsentScope }, by: string): ReturnType<AddressBook['giveConsent']> {
  const contact = desk.rows.byId(id)
  if (contact === null) return refused('no-such-contact')
  if (contact.kind === 'professional') return refused('not-a-patient')
  change(desk, () => {
    if (desk.consents.withdraw(id, by, desk.now())) desk.note({ change: 'consent-withdrawn', contact: id })
    desk.consents.give({ contactId: id, address: contact.address, scope }, by, desk.now())
    desk.note({ change: 'consent-given', contact: id })
  })
  return done({})
}

function withdrawConsent(desk: Desk, id: string, by: string): ReturnType<AddressBook['withdrawConsent']> {
  const contact = desk.rows.byId(id)
  if (contact === null) return refused('no-such-contact')
  if (contact.consent === null) return refused('no-consent')
  change(desk, () => {
    desk.consents.withdraw(id, by, desk.now())
    desk.note({ change: 'consent-withdrawn', contact: id })
  })
  return done({})
}
