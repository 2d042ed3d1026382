import { z } from 'zod'
import { GROUNDS } from '../norm/sending-ground.ts'
import { messageClass, route } from './compose.ts'
import { call, query } from './declare.ts'
import { instant, messageId, nothing } from './values.ts'

export const deliveryReason = z.enum([
  'no-such-address', 'no-such-domain', 'address-moved', 'mailbox-full', 'mailbox-closed', 'too-large', 'refused', 'not-safe', 'unreachable', 'too-late', 'other',
])

/** What a server reported of one recipient's copy. Nobody vouches for it: it is shown as what somebody says, and proves nothing (N-08). */
export const deliveryReport = z.object({
  recipient: z.string(),
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']),
  reason: deliveryReason,
  /** RFC 3463, for whoever asks the other side's administrator. */
  status: z.string().nullable(),
  /** The domain that the report came from. */
  reportedBy: z.string(),
  reportedAt: instant,
})

/** As it was known when it left (E1): what was foreseen, since a relay decides the real way. */
export const sentRoute = z.object({
  address: z.string(), route, sentAt: instant,
  /** Null for mail from before this was kept. */
  grounds: z.object({
    row: z.string(), messageClass, provider: z.string(), ownStatus: z.string(), status: z.string(), lastDay: z.string().nullable(), dnssec: z.string().nullable(),
    lookedUpAt: instant.nullable(), factor: z.enum(['sms', 'email-code', 'none']), emailCodeReason: z.string(), lastDigits: z.string().nullable(), ground: z.enum(GROUNDS).nullable(),
  }).nullable(),
})

const sentMessageId = z.string().min(1).max(998)

export const deliveryOperations = {
  /** What did not arrive, or not yet, and nobody has put aside: the newest first. */
  'delivery.problems': query({
    who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(deliveryReport.extend({ messageId: sentMessageId, subject: z.string() })), fails: [], reads: ['outbox'],
  }),
  /** What was reported of a message that was sent from here; empty for every other one. */
  'delivery.reports': query({ who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: z.array(deliveryReport), fails: [], reads: ['outbox'] }),
  /** By which route each recipient of a message that was sent from here got it, and why; empty for every other message. */
  'delivery.routes': query({ who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: z.array(sentRoute), fails: [], reads: ['outbox'] }),
  /** Somebody has seen it; it still stands with the message. */
  'delivery.seen': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ messageId: sentMessageId, recipient: z.string().max(320) }), output: nothing, fails: ['no-such-report', 'disk-full'],
  }),
}

export type SentRouteValue = z.infer<typeof sentRoute>
export type DeliveryReportValue = z.infer<typeof deliveryReport>
export type DeliveryReasonValue = z.infer<typeof deliveryReason>
