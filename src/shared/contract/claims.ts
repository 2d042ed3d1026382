import { z } from 'zod'
import { call, query } from './declare.ts'
import { folderId, instant, messageId, nothing } from './values.ts'

const who = z.object({ id: z.string(), name: z.string() })

/** How a message of a shared mailbox was ended with. */
export const finish = z.enum(['answered', 'phoned', 'filed', 'passed-on', 'no-answer-needed'])

/** Who has a message of a shared mailbox, and what was done with it (issue of two people answering at once; R10). */
export const claim = z.object({
  messageId,
  /** Null: nobody has it. */
  to: who.extend({ isMe: z.boolean(), since: instant }).nullable(),
  /** What was said at handing it over, and by whom; only those who may read the mailbox can read it. */
  note: z.object({ text: z.string(), by: who }).nullable(),
  /** Somebody else is writing an answer right now. */
  answering: who.extend({ until: instant }).nullable(),
  finished: z.object({ how: finish, by: who, at: instant }).nullable(),
  /** Whether the person may pick it up, hand it over or end it. */
  mayClaim: z.boolean(),
})

/** What anybody did with it, oldest first: every act has a name. */
const step = z.object({ at: instant, by: who, what: z.enum(['claimed', 'handed-over', 'released', 'finished', 'answering', 'read', 'filed', 'deleted', 'put-back', 'answered', 'forwarded']), to: who.nullable() })

const claimFails = ['not-shared', 'no-such-message', 'not-member', 'not-allowed', 'journal-unwritable', 'disk-full'] as const

export const claimOperations = {
  /** Of these messages those that stand in a shared mailbox; the others are left out. */
  'claims.of': query({
    who: 'unlocked', asks: { act: 'read', of: 'messages' }, input: z.object({ messageIds: z.array(messageId).min(1).max(200) }),
    output: z.array(claim), fails: [], reads: ['practice', 'messages'],
  }),
  'claims.history': query({ who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: z.array(step), fails: ['not-shared', 'no-such-message'], reads: ['practice', 'journal'] }),
  /** Also of what was finished: it is open again. `taken`: somebody has it already; `over` takes it over from them, which they are shown. */
  'claims.claim': call({
    who: 'unlocked', asks: { act: 'claim', of: 'message' }, input: z.object({ messageId, over: z.boolean().default(false) }), output: nothing, fails: [...claimFails, 'taken'],
  }),
  'claims.release': call({ who: 'unlocked', asks: { act: 'claim', of: 'message' }, input: z.object({ messageId }), output: nothing, fails: [...claimFails, 'not-yours'] }),
  /** `not-read-yet`: this workstation is still reading who works here, and cannot seal a note for them. */
  'claims.handOver': call({
    who: 'unlocked', asks: { act: 'claim', of: 'message' }, input: z.object({ messageId, to: z.string().max(64), note: z.string().max(2_000) }), output: nothing, fails: [...claimFails, 'no-such-person', 'not-read-yet'],
  }),
  'claims.finish': call({ who: 'unlocked', asks: { act: 'claim', of: 'message' }, input: z.object({ messageId, how: finish }), output: nothing, fails: [...claimFails] }),
  /** Said by the composer while an answer is being written, again each minute; `stop`: no longer. */
  'claims.answering': call({
    who: 'unlocked', asks: { act: 'claim', of: 'message' }, input: z.object({ messageId, stop: z.boolean().default(false) }),
    output: z.object({ others: z.array(who) }), fails: [...claimFails],
  }),
  /** Mail of shared mailboxes that nobody has finished, the longest waiting first, with the promise that it is about to break (R10). */
  'claims.waiting': query({
    who: 'unlocked', asks: { act: 'read', of: 'every-mailbox' }, input: nothing,
    output: z.array(z.object({
      messageId, folderId, mailbox: z.string(), from: z.string(), subject: z.string(), receivedAt: instant, to: who.nullable(),
      due: z.object({ promise: z.enum(['read', 'answer']), at: instant, late: z.boolean() }),
    })),
    fails: ['not-member'], reads: ['practice', 'messages'],
  }),
  /** Colleagues who may read the mailbox that a message stands in: to whom it can be handed over. */
  'claims.colleagues': query({ who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: z.array(who), fails: ['not-shared', 'no-such-message'], reads: ['practice'] }),
}

export type Claim = z.infer<typeof claim>
export type Finish = z.infer<typeof finish>
