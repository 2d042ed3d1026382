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

const directoryId = z.string().min(1).max(64)
/** An attribute's name (RFC 4512 section 2.5). */
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)

const directorySettings = z.object({
  profile: z.enum(['generic', 'zorgmail']), name: z.string().min(1).max(60), host: z.string().regex(/^[\w.:-]{1,253}$/), port: z.number().int().min(1).max(65_535),
  /** There is no third way (NTA-6.1.11). */
  security: z.enum(['tls', 'starttls']), user: z.string().max(500), base: z.string().max(500), caFile: z.string().max(1000).nullable(),
  attributes: z.object({ name: attribute, mail: attribute, organisation: z.union([attribute, z.literal('')]) }), searched: z.array(attribute).min(1).max(10),
})

const directoryProblem = z.enum([
  'unknown-host', 'refused', 'timeout', 'offline', 'certificate-expired', 'certificate-name', 'certificate-untrusted', 'tls-too-old', 'no-tls', 'dropped',
  'login-refused', 'no-such-base', 'server-busy', 'garbled', 'ca-file-unreadable',
])
const listed = z.object({ name: z.string(), address: z.string(), organisation: z.string() })
const directoryAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), people: z.array(listed), more: z.boolean() }),
  z.object({ kind: z.literal('problem'), problem: directoryProblem }),
])

/** As far as the book and mail know of them as well (RT-26). */
const searchAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), people: z.array(suggestion), more: z.boolean() }),
  z.object({ kind: z.literal('problem'), problem: directoryProblem }),
])

const unwritten = ['journal-unwritable', 'disk-full'] as const

export const addressBookOperations = {
  /** A window of the contacts whose words begin with what was typed, by name; `all` counts the whole book. */
  'book.list': query({
    who: 'unlocked', asks: 'nothing', input: z.object({ text: z.string().max(200), offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    output: z.object({ all: z.number().int(), total: z.number().int(), contacts: z.array(contact) }), fails: [], reads: ['book'],
  }),
  'book.contact': query({
    who: 'unlocked', asks: 'nothing', input: z.object({ id: contactId }),
    output: z.object({
      contact, consents: z.array(consent), lastSentAt: instant.nullable(), lastContactAt: instant.nullable(),
      /** How the address's domain stands now; null while that is being looked up. */
      domain: z.object({ name: z.string(), status: z.custom<NtaStatus>((value) => typeof value === 'string').nullable() }),
    }),
    fails: ['no-such-contact'], reads: ['book', 'routes', 'messages'],
  }),
  'book.save': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ id: contactId.nullable(), contact: typedContact }), output: z.object({ id: contactId }),
    fails: ['not-an-address', 'not-a-mobile', 'already-there', 'no-such-contact', 'book-full', ...unwritten],
  }),
  /** The number of a recipient, as somebody just verified it (RT-21); makes the contact when there is none. */
  'book.setMobile': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ address, mobile: z.string().max(40) }), output: z.object({ id: contactId }),
    fails: ['not-an-address', 'not-a-mobile', 'book-full', ...unwritten],
  }),
  'book.remove': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: contactId }), output: nothing, fails: ['no-such-contact', ...unwritten] }),
  'book.giveConsent': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: contactId, scope }), output: nothing, fails: ['no-such-contact', 'not-a-patient', ...unwritten] }),
  'book.withdrawConsent': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: contactId }), output: nothing, fails: ['no-such-contact', 'no-consent', ...unwritten] }),
  /** From the book and from mail; no two that look alike are one, and none is chosen (RT-26). */
  'book.complete': query({ who: 'unlocked', asks: 'nothing', input: z.object({ text: z.string().max(200) }), output: z.array(suggestion), fails: [], reads: ['book'] }),
  /** Contacts that may be one and the same (R5). */
  'book.duplicates': query({
    who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(z.object({ one: contact, other: contact, because: z.enum(['same-mobile', 'same-name']) })), fails: [], reads: ['book'],
  }),
  /** What the kept one lacks comes from the other, which goes; a consent of the other ends. */
  'book.merge': call({ who: 'unlocked', asks: 'nothing', input: z.object({ keepId: contactId, goneId: contactId }), output: nothing, fails: ['no-such-contact', 'same-contact', ...unwritten] }),
  /** They are two: not offered any more. */
  /** A file to import goes over in pieces, in order; one at a time. */
  'book.beginImport': call({ who: 'unlocked', asks: 'nothing', input: z.object({ sizeBytes: z.number().int().min(0) }), output: z.object({ importId }), fails: ['too-large', 'empty'] }),
  'book.addImportBytes': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ importId, offset: z.number().int().min(0), bytes: base64url }), output: z.object({ complete: z.boolean() }), fails: ['no-such-import', 'out-of-order'],
  }),
  /** What importing would do; changes nothing. `rows` are some of each status. */
  'book.readImport': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ importId }),
    output: z.object({ counts: z.record(importStatus, z.number().int()), isCut: z.boolean(), rows: z.array(importRow) }),
    fails: ['no-such-import', 'no-columns', 'empty', 'not-contacts', 'took-too-long'],
  }),
  /** No number becomes verified by it, and none that the book has is replaced. */
  'book.finishImport': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ importId, withChanges: z.boolean() }), output: z.object({ added: z.number().int(), changed: z.number().int() }), fails: ['no-such-import', ...unwritten],
  }),
  'book.dropImport': call({ who: 'unlocked', asks: 'nothing', input: z.object({ importId }), output: nothing, fails: [] }),
  /** The whole book as a file that is not encrypted; who verified a number and consents stay here. */
  'book.export': call({
    who: 'unlocked', asks: { act: 'export', of: 'own' }, input: z.object({ format: z.enum(['csv', 'vcard']), withNumbers: z.boolean() }), output: z.object({ text: z.string(), count: z.number().int() }), fails: ['empty', ...unwritten],
  }),
  /** Kinds of directories with what is known of each; what is not published is empty and asked for (PV-11, N-13). */
  'book.directoryProfiles': query({
    who: 'unlocked', asks: 'nothing', input: nothing,
    output: z.array(z.object({
      id: z.enum(['generic', 'zorgmail']), name: z.string(), host: z.string(), port: z.number().int().nullable(), security: z.enum(['tls', 'starttls']), base: z.string(),
      attributes: z.object({ name: z.string(), mail: z.string(), organisation: z.string() }), searched: z.array(z.string()), unpublished: z.array(z.string()),
    })),
    fails: [], reads: [],
  }),
  'book.directories': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(z.object({ id: directoryId, settings: directorySettings })), fails: [], reads: ['book'] }),
  /** `secret` null: the kept one stays. */
  'book.saveDirectory': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ id: directoryId.nullable(), settings: directorySettings, secret: z.string().max(4096).nullable() }), output: z.object({ id: directoryId }),
    fails: ['no-such-directory', 'too-many', 'no-secret', 'keychain-unavailable', ...unwritten],
  }),
  'book.removeDirectory': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: directoryId }), output: nothing, fails: ['no-such-directory', ...unwritten] }),
  /** Logs in for real; changes nothing. `secret` null: with the kept one. */
  'book.testDirectory': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: directoryId.nullable(), settings: directorySettings, secret: z.string().max(4096).nullable() }), output: directoryAnswer, fails: ['no-secret'] }),
  /** In all of them: only when somebody asks, since what is typed goes to the directory (N-18). */
  'book.searchDirectories': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ text: z.string().max(200) }), output: z.array(z.object({ id: directoryId, name: z.string(), answer: searchAnswer })), fails: [],
  }),
  /** Somebody of a directory into the book, as a professional; nothing else is taken over. */
  'book.addListed': call({ who: 'unlocked', asks: 'nothing', input: z.object({ person: listed }), output: z.object({ id: contactId }), fails: ['not-an-address', 'already-there', 'book-full', ...unwritten] }),
  'book.keepApart': call({ who: 'unlocked', asks: 'nothing', input: z.object({ oneId: contactId, otherId: contactId }), output: nothing, fails: ['no-such-contact', 'same-contact', 'disk-full'] }),
}

export type BookContact = z.infer<typeof contact>
export type TypedContact = z.infer<typeof typedContact>
export type ConsentScope = z.infer<typeof scope>
export type DirectorySettings = z.infer<typeof directorySettings>
export type DirectoryProblem = z.infer<typeof directoryProblem>
export type Listed = z.infer<typeof listed>
export type ImportRow = z.infer<typeof importRow>
export type ImportStatus = z.infer<typeof importStatus>
export type Suggestion = z.infer<typeof suggestion>
