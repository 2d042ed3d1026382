import { z } from 'zod'
import { call, query } from './declare.ts'
import { nothing } from './values.ts'

const percent = z.number().min(0).max(100).nullable()

/** What this workstation runs on, as far as a screen can tell; see `Conditions`. */
export const conditions = z.object({
  battery: z.object({ isDischarging: z.boolean(), percent }).nullable(),
  isMetered: z.boolean(),
})

/** Why old mail is not copied now; new mail comes all the same. */
export const hold = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('battery'), percent }),
  z.object({ kind: z.literal('metered') }),
])

export const copyingOperations = {
  /** Whether old mail is copied, or why not; how far it is, the accounts say. */
  'copying.state': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.object({ hold: hold.nullable() }), fails: [], reads: ['accounts', 'settings'] }),
  /** Also after a lock or a restart. */
  'copying.pause': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: ['disk-full'] }),
  /** Ends a pause; on battery or a metered line it then goes on all the same, until that has been over for once. */
  'copying.resume': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: ['disk-full'] }),
  /** A screen tells what it knows of battery and line. */
  'copying.conditions': call({ who: 'unlocked', asks: 'nothing', input: conditions, output: nothing, fails: [] }),
}
