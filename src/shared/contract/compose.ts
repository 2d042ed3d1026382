import { z } from 'zod'
import { FIELD_ADDRESSES_KEPT, LETTER_CHARS, RECIPIENTS_MOST, TYPED_ADDRESS_CHARS } from '../mail/limits.ts'
import { GROUNDS } from '../norm/sending-ground.ts'
import { call, query } from './declare.ts'
import { accountId, address, base64url, draftId, folderId, instant, messageId, nothing, outboxId } from './values.ts'

/** norm.md section 2. */
export const messageClass = z.enum(['phi', 'unknown', 'logistic', 'general'])

/** DT-1, as far as the person has answered. */
export const classAnswers = z.object({ medical: z.boolean().exactOptional(), logistic: z.boolean().exactOptional(), general: z.boolean().exactOptional() })

export const draftFields = z.object({
  accountId,
  /** In whose name: the id of a shared mailbox, or of a person who gave a mandate (FM-02, FM-05); without it the account's own. */
  mailbox: z.string().min(1).max(64).optional(),
  to: z.array(address).max(FIELD_ADDRESSES_KEPT),
  cc: z.array(address).max(FIELD_ADDRESSES_KEPT),
  bcc: z.array(address).max(FIELD_ADDRESSES_KEPT),
  subject: z.string().max(2000),
  /** Rich text as the editor writes it. */
  html: z.string().max(LETTER_CHARS),
  /** RT-24: a safer way than need be, as the person picked it; kept with the letter. */
  wish: z.enum(['portal']).nullable().optional(),
})

export const attachment = z.object({ id: z.string(), name: z.string(), type: z.string(), sizeBytes: z.number().int(), complete: z.boolean() })

export const draft = z.object({
  id: draftId,
  /** Rises with each save; a save of an older revision is refused, so that two windows never overwrite each other. */
  revision: z.number().int(),
  kind: z.enum(['new', 'reply', 'reply-all', 'forward', 'removal-request']),
  sourceMessageId: messageId.nullable(),
  fields: draftFields,
  /** The quoted original below the own text, shown apart and sent with it; null for a new message. */
  quoteHtml: z.string().nullable(),
  attachments: z.array(attachment),
  savedAt: instant,
  messageClass,
  /** What it inherits from the message it answers or passes on: no answer brings it below this (IN-13, IN-16). */
  classFloor: messageClass,
  /** It answers ordinary mail of somebody who may be a patient: about an appointment too it goes safely (IN-13). */
  answersPatient: z.boolean(),
})

/** norm.md section 5. */
export const route = z.enum(['direct', 'portal', 'community', 'plain', 'hold', 'refuse'])
export const routeRow = z.enum([
  'RT-00', 'RT-01', 'RT-02', 'RT-03', 'RT-04', 'RT-05', 'RT-06', 'RT-07', 'RT-08', 'RT-09', 'RT-10', 'RT-11', 'RT-12', 'RT-23', 'RT-27', 'IN-16',
])
export const routeNeed = z.enum([
  'mobile', 'verifyMobile', 'emailCodeReason', 'confirmClass', 'confirmRecipients', 'checkAddress', 'warnOutsideEea', 'secureAccount', 'marker', 'recheck', 'retry', 'otherChannel',
])

/** What will happen with one recipient's copy, why, and what is still lacking. */
export const plannedRoute = z.object({
  address: z.string(),
  /** The chosen one. */
  route,
  row: routeRow,
  permitted: z.array(route),
  needs: z.array(routeNeed),
  /** Its domain is still being looked up; until then it stands as not looked up. */
  open: z.boolean(),
  /** RT-10, RT-26: what is known of its domain. */
  status: z.string(),
  /** RT-22: `email-code` is no second factor. */
  factor: z.enum(['sms', 'email-code', 'none']),
  /** R11: on which it would be sent; `groundAsked`: the practice's rule leaves it to the person. */
  ground: z.enum(GROUNDS).nullable(),
  groundAsked: z.boolean(),
  mobile: z.string().nullable(),
  mobileVerified: z.object({ by: z.string(), at: instant }).nullable(),
  /** RT-26: when we last wrote to exactly this address; null: never. */
  lastSentAt: instant.nullable(),
  /** RT-26: known addresses that it looks like without being one of them. */
  looksLike: z.array(z.string()),
})

export const plan = z.object({
  routes: z.array(plannedRoute),
  /** As the routes were asked with it: what was answered, raised by what was found, never below what was inherited. */
  messageClass,
  detection: z.enum(['none', 'possible', 'strong']),
  /** RT-24: the account's provider has a portal, so that somebody may want it. */
  portal: z.boolean(),
  /** RT-04: what the account's provider takes, of a message as submitted. */
  limitBytes: z.number(),
})

export const outboxItem = z.object({
  id: outboxId,
  accountId,
  subject: z.string(),
  to: z.array(address),
  createdAt: instant,
  attachmentCount: z.number().int(),
  /** The moment for which somebody meant it; null: at once. */
  scheduledFor: instant.nullable(),
  route,
  /** Of what was sent: the copy lies among one's own sent mail because the shared mailbox did not take it, or no folder took one and it stays here. */
  copyTrouble: z.enum(['elsewhere', 'refused']).nullable(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('undo'), until: instant }),
    z.object({ kind: z.literal('queued') }),
    z.object({ kind: z.literal('sending') }),
    /** The server said no for now, or cannot be reached: tried again by itself. */
    z.object({ kind: z.literal('waiting'), retryAt: instant, problem: z.string() }),
    /** *Vastgehouden*: waits, never goes by ordinary mail. `row` and `needs` say for what; null for mail from before routes were kept. */
    /** `lacksRight`: whoever wrote it may not send in that mailbox's name now. */
    z.object({ kind: z.literal('held-no-route'), row: routeRow.nullable(), needs: z.array(routeNeed), lacksRight: z.literal(true).exactOptional() }),
    /** The line broke at the one moment where SMTP cannot tell: a person decides. */
    z.object({ kind: z.literal('held-unclear'), since: instant }),
    z.object({ kind: z.literal('refused'), code: z.number().int().nullable(), problem: z.string() }),
    z.object({ kind: z.literal('sent'), at: instant }),
  ]),
})

/** RT-22: why a code by e-mail has to do for this message; '' is no reason. */
const emailCodeReason = z.string().max(300).default('')

/** RT-24: a safer way than the one that would be taken; never one that is less safe. */
const wish = z.enum(['portal']).nullable().default(null)

const typedAddress = z.string().max(TYPED_ADDRESS_CHARS)

/** `name`: as the reader sees it (FM-02); `of`: the mailbox or the person in whose name it is, '' for one's own. */
const sender = z.object({
  kind: z.enum(['own', 'shared', 'mandate', 'delegation']), mailbox: z.string().nullable(), accountId, address: z.string(), name: z.string(), of: z.string(),
})

const draftGone = ['no-such-draft'] as const

export const composeOperations = {
  'drafts.list': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(draft.omit({ quoteHtml: true })), fails: [], reads: ['drafts'] }),
  'drafts.get': query({ who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId }), output: draft, fails: draftGone, reads: [] }),
  'drafts.start': call({
    who: 'unlocked', asks: { act: 'draft', of: 'answered-message' },
    input: z.discriminatedUnion('kind', [
      /** `folderId`: where the person is; in the folder of a shared mailbox it starts in the name of that, if they may send there. */
      z.object({ kind: z.literal('new'), accountId: accountId.nullable(), to: z.array(address).max(RECIPIENTS_MOST), folderId: folderId.exactOptional() }),
      z.object({ kind: z.enum(['reply', 'reply-all', 'forward']), messageId }),
      /** R6: asks whoever got what was sent to delete it. */
      z.object({ kind: z.literal('removal-request'), messageId }),
    ]),
    output: draft, fails: ['no-account', 'no-such-message', 'not-sent', 'not-here-yet', 'disk-full', 'journal-unwritable'],
  }),
  'drafts.save': call({
    who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, revision: z.number().int(), fields: draftFields }),
    output: z.object({ revision: z.number().int(), savedAt: instant }), fails: [...draftGone, 'stale-revision', 'disk-full'],
  }),
  /** In whose name the person may write now: themselves first, shared mailboxes, people who gave a mandate (FM-05). */
  'send.senders': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(sender), fails: [], reads: ['accounts', 'practice'] }),
  /** What the message is about, by the three questions of DT-1; also later, when an answer was wrong (RT-29). */
  'drafts.classify': call({
    who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, answers: classAnswers }), output: z.object({ messageClass }), fails: [...draftGone, 'disk-full'],
  }),
  'drafts.discard': call({ who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId }), output: nothing, fails: [...draftGone, 'disk-full'] }),
  /** Attaching goes in pieces: `begin` names it, `bytes` adds in order, the last piece completes it. */
  'drafts.beginAttachment': call({
    who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, name: z.string().max(255), type: z.string().max(255), sizeBytes: z.number().int().min(0) }),
    output: z.object({ attachmentId: z.string() }), fails: [...draftGone, 'too-large', 'disk-full'],
  }),
  'drafts.addBytes': call({
    who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, attachmentId: z.string(), offset: z.number().int().min(0), bytes: base64url }),
    output: z.object({ complete: z.boolean() }), fails: [...draftGone, 'no-such-attachment', 'out-of-order', 'disk-full'],
  }),
  'drafts.detach': call({ who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, attachmentId: z.string() }), output: nothing, fails: [...draftGone, 'no-such-attachment', 'disk-full'] }),

  /** The routes of what is being written, for these addresses, typed but not kept yet too. */
  'send.plan': query({
    who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId, accountId, addresses: z.array(typedAddress).max(RECIPIENTS_MOST), emailCodeReason, wish }),
    output: plan, fails: ['no-account', ...draftGone], reads: ['accounts', 'drafts', 'routes', 'book', 'settings'],
  }),
  /** Durable before it answers: one outbox item per delivery and the journal entry, in one transaction. */
  'send.confirm': call({
    who: 'unlocked', asks: { act: 'send', of: 'draft' },
    /** `recipientsConfirmed`: the person has looked at the names (RT-25). `sendAt`: not before this moment; until then it can be taken back. `ground`: as chosen (R11). */
    input: z.object({ id: draftId, revision: z.number().int(), recipientsConfirmed: z.boolean().default(false), sendAt: instant.nullable().default(null), ground: z.enum(GROUNDS).nullable().default(null), emailCodeReason, wish,
      /** The routes that the person saw: what was to go safely does not become ordinary mail by a look-up that fails meanwhile (N-01). */
      shown: z.array(z.object({ address: typedAddress, route })).max(RECIPIENTS_MOST).default([]),
    }),
    /** `goes` and `waits`: how many recipients. */
    output: z.object({ outboxIds: z.array(outboxId), undoUntil: instant, goes: z.number().int(), waits: z.number().int() }),
    fails: [...draftGone, 'no-right', 'stale-revision', 'no-recipients', 'too-many-recipients', 'not-an-address', 'confirm-recipients', 'ground-needed', 'attachment-incomplete', 'too-large', 'journal-unwritable', 'disk-full'],
  }),

  'outbox.list': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(outboxItem), fails: [], reads: ['outbox', 'practice'] }),
  /** Takes it back as the draft it was. Possible while it has not been handed to a server. */
  'outbox.takeBack': call({ who: 'unlocked', asks: { act: 'draft', of: 'own' }, input: z.object({ id: outboxId }), output: z.object({ draftId }), fails: ['too-late', 'no-such-item', 'journal-unwritable', 'disk-full'] }),
  /** R6: the same of a line that a server has, for the recipients of that line. */
  'outbox.askRemoval': call({
    who: 'unlocked', asks: { act: 'draft', of: 'own' }, input: z.object({ id: outboxId }), output: z.object({ draftId }), fails: ['no-such-item', 'not-sent', 'disk-full'],
  }),
  'outbox.retryNow': call({ who: 'unlocked', asks: { act: 'send', of: 'own' }, input: z.object({ id: outboxId }), output: nothing, fails: ['no-such-item', 'nothing-to-retry', 'journal-unwritable', 'disk-full'] }),
  'outbox.decideUnclear': call({
    who: 'unlocked', asks: { act: 'send', of: 'own' }, input: z.object({ id: outboxId, decision: z.enum(['it-arrived', 'send-again']) }), output: nothing,
    fails: ['no-such-item', 'not-unclear', 'journal-unwritable', 'disk-full'],
  }),
}

export type DraftFields = z.infer<typeof draftFields>
export type Draft = z.infer<typeof draft>
export type DraftAttachment = z.infer<typeof attachment>
export type Plan = z.infer<typeof plan>
export type RouteNeed = z.infer<typeof routeNeed>
export type PlannedRoute = z.infer<typeof plannedRoute>
export type OutboxItem = z.infer<typeof outboxItem>
