import { z } from 'zod'
import type { InboundEvidence, InboundRow, InboundState } from '../norm/inbound-evidence.ts'
import { call, query } from './declare.ts'
import { accountId, instant, messageId, nothing } from './values.ts'

const host = z.string().min(1).max(253)
const few = <Item extends z.ZodType>(item: Item) => z.array(item).max(100)

/** What a person knows of the server that receives an account's mail, and a verdict needs to know. */
export const receiving = z.object({
  /** How that server names itself in Authentication-Results (IN-01); null: its results don't count. */
  authservId: host.nullable(),
  /** The practice's own servers, as they name themselves in Received (IN-05a). */
  receivingHosts: few(host),
  /** The provider declares that it takes an `X-NTA7516` of others away (IN-02b). */
  stripsForeignHeader: z.boolean(),
  /** Addresses of the practice's own web forms (IN-10). */
  webFormSenders: few(z.string().min(3).max(320)),
  /** Domains that send "a message waits" mail (IN-09). */
  portalDomains: few(host),
})

/** A piece of the sentence why: `code` names it in the text tables, `params` fill it in. */
const reason = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })

const origin = z.discriminatedUnion('kind', [
  /** It waits for its turn, or was never received: a message of the practice's own. */
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('found'),
    state: z.custom<InboundState>((value) => typeof value === 'string'),
    /** The row of norm.md section 6 that decided. */
    row: z.custom<InboundRow>((value) => typeof value === 'string'),
    reasons: z.array(reason),
    evidence: z.custom<InboundEvidence>((value) => typeof value === 'object' && value !== null),
    receivedAt: instant,
    assessedAt: instant,
    /** False while something could not be looked up: it will be looked at again. */
    frozen: z.boolean(),
  }),
])

export const trustOperations = {
  /** What was found of a received message, and by what (IN-11). */
  'trust.origin': query({ who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: origin, fails: ['no-such-message'], reads: ['messages'] }),
  'trust.receiving': query({ who: 'unlocked', asks: 'nothing', input: z.object({ accountId }), output: receiving, fails: ['no-such-account'], reads: ['accounts'] }),
  /** Counts for mail that is received from now on: what was found stays found. */
  'trust.setReceiving': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ accountId, receiving }), output: nothing, fails: ['no-such-account', 'journal-unwritable', 'disk-full'],
  }),
}

export type Receiving = z.infer<typeof receiving>
export type Origin = z.infer<typeof origin>
export type Reason = z.infer<typeof reason>
