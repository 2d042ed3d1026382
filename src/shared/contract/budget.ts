import { z } from 'zod'
import { call, query } from './declare.ts'
import { nothing } from './values.ts'

/** How long the attachments of the person's own mail stay on this computer; older ones are on the server alone, and come back when asked for. */
export const attachmentsKept = z.enum(['always', 'five-years', 'two-years', 'one-year', 'six-months'])

export const budgetOperations = {
  /** `spared`: messages whose large attachments are on the server alone, and how many bytes that is. */
  'budget.state': query({
    who: 'unlocked', asks: 'nothing', input: nothing, fails: [], reads: ['settings', 'status'],
    output: z.object({ kept: attachmentsKept, spared: z.object({ messages: z.number().int(), bytes: z.number().int() }) }),
  }),
  'budget.keep': call({ who: 'unlocked', asks: 'nothing', input: z.object({ kept: attachmentsKept }), output: nothing, fails: ['disk-full'] }),
}
