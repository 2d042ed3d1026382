import { z } from 'zod'
import { call } from './declare.ts'
import { instant, nothing } from './values.ts'

/** A backup of settings, drafts, outbox and journal. `unknown`: it was not looked into yet. */
const backup = z.object({ name: z.string(), at: instant, condition: z.enum(['whole', 'damaged', 'unknown']) })

/** The way out where settings, drafts, outbox and journal turned out damaged. Neither asks for a proof: nothing happens before a key has opened the vault. */
export const goingBackOperations = {
  /** The newest first; dates, and nothing of what is in them. */
  'backup.list': call({ who: 'open', asks: 'nothing', input: nothing, output: z.object({ backups: z.array(backup) }), fails: ['not-damaged'] }),
  /** The next unlocking puts this one in the place of what is damaged, which is kept aside. */
  'backup.choose': call({ who: 'open', asks: 'nothing', input: z.object({ name: z.string() }), output: nothing, fails: ['not-damaged', 'no-such-backup'] }),
}

export type Backup = z.infer<typeof backup>
