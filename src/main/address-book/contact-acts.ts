import { refused, done, type Outcome } from '../../shared/contract/declare.ts'
import { cleanName, isMailAddress } from '../../shared/mail/address.ts'
import { readMobile } from '../../shared/norm/mobile-number.ts'
import { addressKey } from './contact-rows.ts'
import type { ConsentScope, Contact, ContactFields, Nothing } from './contact.ts'
import { change, lastThree, nothingKnown, type Desk } from './desk.ts'
import { CONTACTS_MOST } from './limits.ts'

/** What keeps a contact from being kept as it was typed. */
export type NotKept = 'not-an-address' | 'not-a-mobile' | 'already-there' | 'no-such-contact' | 'book-full'

/** What somebody typed of a contact; `mobile` in any form that people write, '' for none. */
export interface TypedContact extends Omit<ContactFields, 'mobile'> {
  readonly mobile: string
  /** Who types it has checked the number with the person. */
  readonly isVerified: boolean
}

/** The number, verified by this person now (RT-21); makes the contact when there is none. */
export function setMobile(desk: Desk, { address, mobile }: { address: string; mobile: string }, by: string): Outcome<{ id: string }, 'not-an-address' | 'not-a-mobile' | 'book-full'> {
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

/** Adds a contact (`id` null) or changes one; a number that differs is unverified unless `isVerified`. */
export function save(desk: Desk, { id, typed }: { id: string | null; typed: TypedContact }, by: string): Outcome<{ id: string }, NotKept> {
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

/** Somebody of a directory: a professional, of whom nothing is verified. */
export function addListed(desk: Desk, { name, address, organisation }: { name: string; address: string; organisation: string }): Outcome<{ id: string }, 'not-an-address' | 'already-there' | 'book-full'> {
  if (!isMailAddress(address.trim())) return refused('not-an-address')
  if (desk.rows.byAddress(address) !== null) return refused('already-there')
  if (desk.rows.count() >= CONTACTS_MOST) return refused('book-full')
  const contact: Contact = { ...nothingKnown(address), name: cleanName(name), organisation: cleanName(organisation), kind: 'professional', source: 'directory' }
  change(desk, () => {
    desk.rows.put(contact, desk.now())
    desk.note({ change: 'contact-added', contact: contact.id })
  })
  desk.known.add(addressKey(address))
  return done({ id: contact.id })
}

/** Its standing consent ends with it; the history stays. */
export function remove(desk: Desk, id: string, by: string): Outcome<Nothing, 'no-such-contact'> {
  if (desk.rows.byId(id) === null) return refused('no-such-contact')
  change(desk, () => {
    if (desk.consents.withdraw(id, by, desk.now())) desk.note({ change: 'consent-withdrawn', contact: id })
    desk.rows.remove(id)
    desk.note({ change: 'contact-removed', contact: id })
  })
  return done({})
}

/** Another scope takes the place of the one that stands (CF-11). */
export function giveConsent(desk: Desk, { id, scope }: { id: string; scope: ConsentScope }, by: string): Outcome<Nothing, 'no-such-contact' | 'not-a-patient'> {
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

/** What was given stays on record. */
export function withdrawConsent(desk: Desk, id: string, by: string): Outcome<Nothing, 'no-such-contact' | 'no-consent'> {
  const contact = desk.rows.byId(id)
  if (contact === null) return refused('no-such-contact')
  if (contact.consent === null) return refused('no-consent')
  change(desk, () => {
    desk.consents.withdraw(id, by, desk.now())
    desk.note({ change: 'consent-withdrawn', contact: id })
  })
  return done({})
}
