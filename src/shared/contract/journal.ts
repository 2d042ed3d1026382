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
})

const entry = z.object({
  sequence: z.number().int(), class: z.string(), outcome: z.enum(['done', 'failed', 'refused']), reason: z.string().nullable(),
  at: instant, offsetMinutes: z.number().int(), person: z.string(), role: z.string().nullable(), onBehalfOf: z.string().nullable(), device: z.string(),
  factor: z.string().nullable(), factorAt: instant.nullable(), appVersion: z.string(), ruleVersion: z.string().nullable(),
  mailbox: z.string().nullable(), messageId: z.string().nullable(), patient: z.string().nullable(),
  /** As the book has it now; null where the patient is no longer in it. */
  patientName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()), previous: z.string(), hash: z.string(),
})

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
})

/** `shut`: nobody has opened it, or it closed again. */
export const journalView = z.discriminatedUnion('kind', [z.object({ kind: z.literal('shut') }), openView])

/** The journal (LOG-04): behind the second factor anew, for a few minutes. `log-closed`: nobody has opened it, or it closed again. */
export const journalOperations = {
  'journal.open': call({ who: 'unlocked', asks: { act: 'open-log', of: 'practice' }, input: z.object({ proof }), output: nothing, fails: [...proofFails, ...untold] }),
  'journal.close': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [] }),
  'journal.view': query({ who: 'unlocked', asks: { act: 'open-log', of: 'practice' }, input: nothing, output: journalView, fails: [], reads: ['journal'] }),
  /** Newest first, those before number `after`. A page may be short of `limit` and still have a `next`. */
  'journal.page': query({
    who: 'unlocked', asks: { act: 'open-log', of: 'practice' },
    input: z.object({ filter: journalFilter, after: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ entries: z.array(entry), next: z.number().int().nullable() }), fails: ['log-closed'], reads: [],
  }),
  /** `too-many`: more than a screen hands over at once; choose a shorter period, or use the terminal. */
  'journal.export': call({
    who: 'unlocked', asks: { act: 'export-log', of: 'practice' },
    input: z.object({ filter: journalFilter, format: z.enum(['csv', 'json', 'html']) }),
    output: z.object({ text: z.string(), count: z.number().int() }), fails: ['log-closed', 'empty', 'too-many', 'chain-not-checked', ...untold],
  }),
  /** Somebody looked through the entries of a shared mailbox of the last quarter (R4, FM-10). */
  'journal.check': call({
    who: 'unlocked', asks: { act: 'check-log', of: 'practice' },
    input: z.object({ mailbox: text, finding: z.enum(['in-order', 'remarks']) }), output: nothing, fails: ['log-closed', 'no-such-mailbox', ...untold],
  }),
}

export type JournalFilterValue = z.infer<typeof journalFilter>
export type JournalGroup = z.infer<typeof journalGroup>
export type JournalEntryValue = z.infer<typeof entry>
export type JournalView = z.infer<typeof openView>
