import { z } from 'zod'
import { query } from './declare.ts'
import { instant, nothing } from './values.ts'

/** How many of each are unfinished here; after the end, on this workstation and not yet on a server. */
const leftHere = z.object({ drafts: z.number().int(), unsent: z.number().int(), copies: z.number().int(), acts: z.number().int() })

const leaving = z.object({
  /** Some days before the end; within a day of it; after it, while what is only here goes to the server. */
  kind: z.enum(['soon', 'last-day', 'over']),
  practice: z.string(),
  /** The first moment that is no longer theirs; null: a manager ended it before its time. */
  until: instant.nullable(),
  left: leftHere,
})

export const leavingOperations = {
  /** For who is here for a time only (FM-11); null: for everybody else, earlier, and while it is not known what time it is. */
  'practice.leaving': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: leaving.nullable(), fails: [], reads: ['practice', 'drafts', 'outbox'] }),
}

export type LeavingState = z.infer<typeof leaving>
