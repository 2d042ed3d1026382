import { z } from 'zod'
import { call, query } from './declare.ts'
import { instant, nothing } from './values.ts'
import { proof, proofFails } from './vault.ts'

const text = z.string().min(1).max(998)
const untold = ['disk-full', 'journal-unwritable'] as const

/** Groups of event classes, as somebody looks for them (norm.md section 11). */
export const journalGroup = z.enum(['reading', 'receiving', 'sending', 'removing', 'rights', 'security', 'log'])
export const journalFilter = z.object({
  /** The practice's own reference: a patient's number in the book. */
  patient: text.optional(), person: text.optional(), onBehalfOf: text.optional(), mailbox: text.optional(), messageId: text.optional(),
  group: journalGroup.optional(), from: instant.optional(), to: instant.optional(),
  /** Among those of all workstations. */
  station: text.optional(),
})

const entry = z.object({
  sequence: z.number().int(), class: z.string(), outcome: z.enum(['done', 'failed', 'refused']), reason: z.string().nullable(),
  at: instant, offsetMinutes: z.number().int(), person: z.string(), role: z.string().nullable(), onBehalfOf: z.string().nullable(), device: z.string(),
  factor: z.string().nullable(), factorAt: instant.nullable(), appVersion: z.string(), ruleVersion: z.string().nullable(),
  mailbox: z.string().nullable(), messageId: z.string().nullable(), patient: z.string().nullable(),
  /** As the book has it now; null where the patient is no longer in it. */
  patientName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()), previous: z.string(), hash: z.string(),
  /** Of which workstation it is, among those of `stations`; null: of this one, looked at alone. */
  station: z.string().nullable(),
})

/** This workstation's journal, or those of all workstations of the practice. */
export const journalScope = z.enum(['here', 'practice'])

/** After which entry a list goes on: here by its number, among those of all workstations by its time too. */
const place = z.object({ at: instant, station: z.string(), sequence: z.number().int() })

/** Whether nothing was changed, cut or left out. `first`: the first entry that does not hold; never repaired (LOG-02). */
const chain = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checking'), done: z.number().int(), all: z.number().int() }),
  z.object({ kind: z.literal('holds'), entries: z.number().int() }),
  z.object({
    kind: z.literal('broken'), entries: z.number().int(), breaks: z.number().int(),
    first: z.object({ sequence: z.number().int(), kind: z.enum(['changed', 'unlinked', 'gap', 'not-as-filed']) }),
  }),
])

const mailboxCheck = z.object({
  mailbox: z.string(),
  /** Who looked last, when, and what of it; null: nobody did yet. */
  last: z.object({ at: instant, by: z.string(), finding: z.enum(['in-order', 'remarks']) }).nullable(),
  /** A quarter after the last check (R4). */
  dueAt: instant,
})

/** How the journal of one workstation lies with the practice. */
const station = z.object({
  id: z.string(),
  /** As it was named when it was let in, and whose it is; empty where the register has no such workstation. */
  label: z.string(), person: z.string(),
  isThis: z.boolean(),
  /** It was revoked. */
  isOut: z.boolean(),
  entries: z.number().int(),
  filedAt: instant.nullable(),
  /** Parts that are on their way there. */
  coming: z.number().int(),
  /** From this entry on handed in after its end: whole, but no proof of when it was written. */
  lateFrom: z.number().int().nullable(),
  /** The first thing that does not hold; `sequence` null: it cannot be told of which entry. */
  first: z.object({ sequence: z.number().int().nullable(), kind: z.enum(['changed', 'unlinked', 'gap', 'not-as-filed', 'cut', 'forged', 'fork', 'not-a-segment']) }).nullable(),
})

/** The journals of all workstations, as they were fetched from the practice's register. */
const practiceLog = z.object({
  /** Null: nothing is being fetched. `all` null: it is not known yet how much. */
  progress: z.object({ done: z.number().int(), all: z.number().int().nullable() }).nullable(),
  /** Why the last time did not come to its end. */
  failed: z.enum(['offline', 'no-folder']).nullable(),
  gathered: z.object({
    at: instant,
    /** Entries from then on; null: all. */
    from: instant.nullable(),
    stations: z.array(station),
    /** Messages in their place that are of no workstation. */
    strange: z.number().int(),
    isCrowded: z.boolean(),
    persons: z.array(z.string()), mailboxes: z.array(z.string()), checks: z.array(mailboxCheck),
  }).nullable(),
})

const openView = z.object({
  kind: z.literal('open'),
  /** It closes by itself when nobody looks in it. */
  closesAt: instant,
  persons: z.array(z.string()), mailboxes: z.array(z.string()),
  chain,
  /** To be noted outside this computer, with the date: it shows a journal that was replaced as a whole. */
  head: z.object({ sequence: z.number().int(), hash: z.string(), at: instant }).nullable(),
  /** The first entry there is, and until when entries are kept at least (LOG-03). */
  since: instant.nullable(),
  filedTo: z.number().int().nullable(),
  checks: z.array(mailboxCheck),
  /** Null: there is no practice, or its log is not for this workstation. */
  practice: practiceLog.nullable(),
})

/** `shut`: nobody has opened it, or it closed again. */
export const journalView = z.discriminatedUnion('kind', [z.object({ kind: z.literal('shut') }), openView])

/** The journal (LOG-04): behind the second factor anew, for a few minutes. `log-closed`: nobody has opened it, or it closed again. */
export const journalOperations = {
  'journal.open': call({ who: 'unlocked', asks: { act: 'open-log', of: 'practice' }, input: z.object({ proof }), output: nothing, fails: [...proofFails, ...untold] }),
  'journal.close': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [] }),
  'journal.view': query({ who: 'unlocked', asks: { act: 'open-log', of: 'practice' }, input: nothing, output: journalView, fails: [], reads: ['journal'] }),
  /** Fetches what all workstations filed, from then on; `from` null: everything. The view tells how far it is. `too-many`: choose a shorter period. */
  'journal.gather': call({
    who: 'unlocked', asks: { act: 'open-log', of: 'practice' }, input: z.object({ from: instant.nullable() }), output: nothing,
    fails: ['log-closed', 'no-log-key', 'not-member', 'no-account', 'too-many', ...untold],
  }),
  /** Newest first, those after a place. A page may be short of `limit` and still have a `next`. `not-gathered`: all workstations were not fetched yet. */
  'journal.page': query({
    who: 'unlocked', asks: { act: 'open-log', of: 'practice' },
    input: z.object({ scope: journalScope, filter: journalFilter, after: place.nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ entries: z.array(entry), next: place.nullable() }), fails: ['log-closed', 'not-gathered'], reads: [],
  }),
  /** `too-many`: more than a screen hands over at once; choose a shorter period, or use the terminal. */
  'journal.export': call({
    who: 'unlocked', asks: { act: 'export-log', of: 'practice' },
    input: z.object({ scope: journalScope, filter: journalFilter, format: z.enum(['csv', 'json', 'html']) }),
    output: z.object({ text: z.string(), count: z.number().int() }), fails: ['log-closed', 'empty', 'too-many', 'chain-not-checked', 'not-gathered', ...untold],
  }),
  /** Somebody looked through the entries of a shared mailbox of the last quarter (R4, FM-10). */
  'journal.check': call({
    who: 'unlocked', asks: { act: 'check-log', of: 'practice' },
    input: z.object({ scope: journalScope, mailbox: text, finding: z.enum(['in-order', 'remarks']) }), output: nothing, fails: ['log-closed', 'no-such-mailbox', 'not-gathered', ...untold],
  }),
}

export type JournalFilterValue = z.infer<typeof journalFilter>
export type JournalScope = z.infer<typeof journalScope>
export type JournalPlace = z.infer<typeof place>
export type PracticeLog = z.infer<typeof practiceLog>
export type JournalGroup = z.infer<typeof journalGroup>
export type JournalEntryValue = z.infer<typeof entry>
export type JournalView = z.infer<typeof openView>
