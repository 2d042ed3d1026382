import { z } from 'zod'
import type { NtaStatus } from '../norm/nta-status.ts'
import { call, query } from './declare.ts'
import { base64url, instant, nothing } from './values.ts'

const contactId = z.string().min(1).max(64)
const line = z.string().max(200)
const address = z.string().max(320)
const kind = z.enum(['person', 'professional', 'unknown'])
/** To what ordinary mail a patient consented; never to health information (CF-11). */
const scope = z.enum(['logistic', 'general', 'both'])

const contact = z.object({
  id: contactId,
  address: z.string(),
  name: z.string(),
  organisation: z.string(),
  kind,
  /** E.164 (PV-07). */
  mobile: z.string().nullable(),
  /** RT-21; null: nobody verified it, and it is no second factor. */
  mobileVerified: z.object({ by: z.string(), at: instant }).nullable(),
  community: z.string().nullable(),
  isOutsideEea: z.boolean(),
  consent: z.object({ at: instant, by: z.string(), scope }).nullable(),
  isAllSecure: z.boolean(),
  isStaffPrivate: z.boolean(),
  source: z.enum(['own', 'import', 'directory']),
})

/** What somebody typed; `mobile` in any form that people write, '' for none. */
const typedContact = z.object({
  address, name: line, organisation: line, kind, mobile: z.string().max(40), isVerified: z.boolean(), community: z.string().max(60).nullable(),
  isOutsideEea: z.boolean(), isAllSecure: z.boolean(), isStaffPrivate: z.boolean(),
})

const consent = z.object({ scope, givenBy: z.string(), givenAt: instant, withdrawnBy: z.string().nullable(), withdrawnAt: instant.nullable() })

/** Somebody who may be meant by what was typed. */
const suggestion = z.object({
  address: z.string(), name: z.string(), organisation: z.string(),
  /** Stands in the book: somebody checked it. */
  isChecked: z.boolean(),
  /** When somebody here last wrote to exactly this address, and when mail last named it (RT-26). */
  writtenAt: instant.nullable(), lastAt: instant.nullable(),
  /** A known address that this one is easily taken for without being it, or the other way round. */
  looksLike: z.string().nullable(),
})

const importId = z.string().min(1).max(64)
const importStatus = z.enum(['new', 'changed', 'same', 'duplicate', 'unusable'])

/** What importing a row would do, and why it cannot be. */
const importRow = z.object({
  status: importStatus, label: z.string(), address: z.string(),
  because: z.enum(['no-address', 'not-an-address', 'garbled', 'old-version', 'book-full']).nullable(),
  /** Its number is no mobile number, or the book's own number stays. */
  note: z.enum(['no-mobile', 'keeps-number']).nullable(),
})

const unwritten = ['journal-unwritable', 'disk-full'] as const

export const addressBookOperations = {
  /** A window of the contacts whose words begin with what was typed, by name; `all` counts the whole book. */
  'book.list': query({
    who: 'unlocked', input: z.object({ text: z.string().max(200), offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    output: z.object({ all: z.number().int(), total: z.number().int(), contacts: z.array(contact) }), fails: [], reads: ['book'],
  }),
  'book.contact': query({
    who: 'unlocked', input: z.object({ id: contactId }),
    output: z.object({
      contact, consents: z.array(consent), lastSentAt: instant.nullable(), lastContactAt: instant.nullable(),
      /** How the address's domain stands now; null while that is being looked up. */
      domain: z.object({ name: z.string(), status: z.custom<NtaStatus>((value) => typeof value === 'string').nullable() }),
    }),
    fails: ['no-such-contact'], reads: ['book', 'routes'],
  }),
  'book.save': call({
    who: 'unlocked', input: z.object({ id: contactId.nullable(), contact: typedContact }), output: z.object({ id: contactId }),
    fails: ['not-an-address', 'not-a-mobile', 'already-there', 'no-such-contact', 'book-full', ...unwritten],
  }),
  /** The number of a recipient, as somebody just verified it (RT-21); makes the contact when there is none. */
  'book.setMobile': call({
    who: 'unlocked', input: z.object({ address, mobile: z.string().max(40) }), output: z.object({ id: contactId }),
    fails: ['not-an-address', 'not-a-mobile', 'book-full', ...unwritten],
  }),
  'book.remove': call({ who: 'unlocked', input: z.object({ id: contactId }), output: nothing, fails: ['no-such-contact', ...unwritten] }),
  'book.giveConsent': call({ who: 'unlocked', input: z.object({ id: contactId, scope }), output: nothing, fails: ['no-such-contact', 'not-a-patient', ...unwritten] }),
  'book.withdrawConsent': call({ who: 'unlocked', input: z.object({ id: contactId }), output: nothing, fails: ['no-such-contact', 'no-consent', ...unwritten] }),
  /** From the book and from mail; no two that look alike are one, and none is chosen (RT-26). */
  'book.complete': query({ who: 'unlocked', input: z.object({ text: z.string().max(200) }), output: z.array(suggestion), fails: [], reads: ['book'] }),
  /** Contacts that may be one and the same (R5). */
  'book.duplicates': query({
    who: 'unlocked', input: nothing, output: z.array(z.object({ one: contact, other: contact, because: z.enum(['same-mobile', 'same-name']) })), fails: [], reads: ['book'],
  }),
  /** What the kept one lacks comes from the other, which goes; a consent of the other ends. */
  'book.merge': call({ who: 'unlocked', input: z.object({ keepId: contactId, goneId: contactId }), output: nothing, fails: ['no-such-contact', 'same-contact', ...unwritten] }),
  /** They are two: not offered any more. */
  /** A file to import goes over in pieces, in order; one at a time. */
  'book.beginImport': call({ who: 'unlocked', input: z.object({ sizeBytes: z.number().int().min(0) }), output: z.object({ importId }), fails: ['too-large', 'empty'] }),
  'book.addImportBytes': call({
    who: 'unlocked', input: z.object({ importId, offset: z.number().int().min(0), bytes: base64url }), output: z.object({ complete: z.boolean() }), fails: ['no-such-import', 'out-of-order'],
  }),
  /** What importing would do; changes nothing. `rows` are some of each status. */
  'book.readImport': call({
    who: 'unlocked', input: z.object({ importId }),
    output: z.object({ counts: z.record(importStatus, z.number().int()), isCut: z.boolean(), rows: z.array(importRow) }),
    fails: ['no-such-import', 'no-columns', 'empty', 'not-contacts', 'took-too-long'],
  }),
  /** No number becomes verified by it, and none that the book has is replaced. */
  'book.finishImport': call({
    who: 'unlocked', input: z.object({ importId, withChanges: z.boolean() }), output: z.object({ added: z.number().int(), changed: z.number().int() }), fails: ['no-such-import', ...unwritten],
  }),
  'book.dropImport': call({ who: 'unlocked', input: z.object({ importId }), output: nothing, fails: [] }),
  /** The whole book as a file that is not encrypted; who verified a number and consents stay here. */
  'book.export': call({
    who: 'unlocked', input: z.object({ format: z.enum(['csv', 'vcard']), withNumbers: z.boolean() }), output: z.object({ text: z.string(), count: z.number().int() }), fails: ['empty', ...unwritten],
  }),
  'book.keepApart': call({ who: 'unlocked', input: z.object({ oneId: contactId, otherId: contactId }), output: nothing, fails: ['no-such-contact', 'same-contact', 'disk-full'] }),
}

export type BookContact = z.infer<typeof contact>
export type TypedContact = z.infer<typeof typedContact>
export type ConsentScope = z.infer<typeof scope>
export type ImportRow = z.infer<typeof importRow>
export type ImportStatus = z.infer<typeof importStatus>
export type Suggestion = z.infer<typeof suggestion>
