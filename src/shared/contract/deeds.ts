import { z } from 'zod'
import { mailDeeds } from '../practice/event.ts'
import { call, query } from './declare.ts'
import { folderId, instant, messageId, nothing } from './values.ts'

const who = z.object({ id: z.string(), name: z.string() })

const deed = z.object({
  at: instant, by: who, what: z.enum(mailDeeds),
  /** Null: it is not on this workstation any more. */
  message: z.object({ id: messageId, folderId, subject: z.string() }).nullable(),
})

/** Who opened what, and what else was done with mail that several people can open (FM-07, promise 3). */
export const deedOperations = {
  /** The latest in a shared mailbox, or what others did in one's own mail, newest first. `mailbox` null: one's own. */
  'deeds.in': query({
    who: 'unlocked', asks: { act: 'read', of: 'every-mailbox' }, input: z.object({ mailbox: z.string().min(1).max(64).nullable() }),
    output: z.array(deed), fails: ['not-member', 'not-allowed'], reads: ['practice', 'messages'],
  }),
  /** FM-07: cover that ended since the person last looked, and by whom how many messages were opened meanwhile; null: nothing to tell. */
  'deeds.whileAway': query({
    who: 'unlocked', asks: 'nothing', input: nothing,
    output: z.object({ until: instant, messages: z.number().int(), people: z.array(who) }).nullable(), fails: [], reads: ['practice'],
  }),
  /** R4: who looked through the use of a shared mailbox, newest first, and when it is due. */
  'deeds.checks': query({
    who: 'unlocked', asks: { act: 'read', of: 'every-mailbox' }, input: z.object({ mailbox: z.string().min(1).max(64) }),
    output: z.object({
      last: z.array(z.object({ at: instant, by: who, outcome: z.enum(['in-order', 'questions', 'incident']) })), dueAt: instant, everyMonths: z.number().int(), mayCheck: z.boolean(),
    }),
    fails: ['not-member', 'not-allowed'], reads: ['practice'],
  }),
  /** Somebody looked through it since the last check; the mailbox's owner, or who looks after the log. */
  'deeds.check': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ mailbox: z.string().min(1).max(64), outcome: z.enum(['in-order', 'questions']) }), output: nothing,
    fails: ['not-member', 'not-allowed', 'journal-unwritable', 'disk-full'],
  }),
  /** The person has been told. */
  'deeds.seen': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: ['not-member', 'disk-full'] }),
}

export type ShownDeed = z.infer<typeof deed>
