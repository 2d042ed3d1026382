import { z } from 'zod'
import { mailAct } from './act.ts'
import { GRANT_AGE_DAYS } from './limits.ts'
import { emptyOrLine, id, moment, paragraph } from './plain-values.ts'

/**
 * One person may do something in another's mailbox. `mandate`: in the giver's name. `delegation`: instead of the giver, as oneself (FM-05).
 * `cover`: while the giver is away (FM-07). `subordinate`: staff without a treatment relation of their own (FM-06).
 */
export const grant = z.strictObject({
  id,
  kind: z.enum(['mandate', 'delegation', 'cover', 'subordinate']),
  giver: id,
  receiver: id,
  /** A person's id: that person's own mail. Otherwise the id of a shared mailbox. */
  mailbox: id,
  acts: z.array(mailAct).min(1),
  from: moment,
  until: moment.nullable(),
  /** Messages received longer ago stay closed; in days of 24 hours. */
  maxAgeDays: z.int().min(1).max(GRANT_AGE_DAYS).nullable(),
  /** Only mail about patients whom the giver marked as current. */
  careEpisodeOnly: z.boolean(),
  reason: paragraph,
  /** Where the recorded consent is found (FM-05). */
  consent: emptyOrLine,
  /** Where the line manager's written request is found (FM-09). */
  writtenRequest: emptyOrLine.nullable(),
  urgentFirst: z.boolean(),
}).refine(({ from, until }) => until === null || until > from, 'ends after it begins')
export type Grant = z.infer<typeof grant>

/** Why a grant may not be given, or opens nothing any more: FM-05 to FM-09, R1 to R3. */
export const grantObstacles = [
  'unknown-person', 'person-ended', 'same-person', 'unknown-mailbox', 'not-the-givers',
  /** R1, R2 or R3 as the practice set it. */
  'rule-forbids',
  'no-consent', 'no-reason', 'no-end', 'not-employed', 'not-below', 'outside-domain', 'one-delegate',
  'not-a-clinician', 'needs-age-limit', 'needs-episodes', 'private-not-agreed', 'locum-exports', 'no-written-request',
] as const
export type GrantObstacle = (typeof grantObstacles)[number]
