import { z } from 'zod'
import { query } from './declare.ts'
import { instant, nothing } from './values.ts'

/** Something that nobody did wrong in the register, and that a person has to do something about all the same. */
const attention = z.discriminatedUnion('kind', [
  /** The server no longer takes the password that is kept for this mailbox: nobody can open it. */
  z.object({ kind: z.literal('password-refused'), mailbox: z.string() }),
  /** A workstation that is out, or of somebody who left, has had this mailbox's password. */
  z.object({ kind: z.literal('password-to-change'), mailbox: z.string(), workstations: z.array(z.string()) }),
  /** Somebody asked to join and cannot be let in; `id` as `practice.turnDown` takes it. */
  z.object({
    kind: z.literal('request-refused'), id: z.string(), label: z.string(), name: z.string().nullable(), askedAt: instant,
    because: z.enum(['other-practice', 'unknown-invitation', 'wrong-secret', 'withdrawn', 'expired', 'time-unknown', 'used', 'no-such-person', 'revoked-keys', /** More came than are kept. */ 'too-many']),
  }),
  /** The server lets somebody read a folder whom nobody let in here. */
  z.object({ kind: z.literal('other-reader'), path: z.string(), who: z.string(), isEverybody: z.boolean() }),
  /** The server does not let this login see or say who may open a folder. */
  z.object({ kind: z.literal('rights-not-ours'), path: z.string() }),
  /** It knows no rights at all. */
  z.object({ kind: z.literal('no-acl') }),
])

export const attentionOperations = {
  /** Of the person's own folders for everybody; of the practice for who manages it. */
  'practice.attention': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(attention), fails: ['not-member'], reads: ['practice', 'accounts'] }),
}

export type Attention = z.infer<typeof attention>
