import { z } from 'zod'
import { call, query } from './declare.ts'
import { instant, nothing } from './values.ts'

/** What is kept on this computer, and whether it holds. */
export const storage = z.object({
  /** Looking through all of it just now. */
  isChecking: z.boolean(),
  /**
   * The last time: `mail` is `damaged` where the copy as a whole has to be fetched anew, which the next unlocking offers. Null: never yet.
   * `faults`: messages that could not be read then, and how they stand now. The server gives them once more (`mended`, `fetching`), is not
   * there (`offline`), was asked and does not give them (`refused`), or has them there no more (`gone`).
   */
  lastCheck: z.object({
    at: instant, messages: z.number().int(), bytes: z.number().int(), mail: z.enum(['whole', 'damaged']),
    faults: z.object({
      found: z.number().int(), mended: z.number().int(), fetching: z.number().int(), offline: z.number().int(), refused: z.number().int(), gone: z.number().int(),
    }),
  }).nullable(),
  /**
   * Settings, drafts, outbox and journal are here twice. `secondCopy`: how the second one was at the last look, `lookedAt`; damaged, it was `made-anew`
   * from the first, or that is `awaited`. `mendedAt`: it took the place of a damaged first one, in the last month.
   */
  state: z.object({ lookedAt: instant.nullable(), secondCopy: z.enum(['whole', 'made-anew', 'awaited', 'unknown']), mendedAt: instant.nullable() }),
  /**
   * Each mailbox that is copied here; `compared`: what the last comparing of lengths with its server came to, null before the first.
   * `untrue`: the server names another length than it gives; the mail is what it gives.
   */
  mailboxes: z.array(z.object({
    accountId: z.string(), address: z.string(), isOnline: z.boolean(),
    compared: z.object({ at: instant, compared: z.number().int(), fetchedAgain: z.number().int(), untrue: z.number().int() }).nullable(),
  })),
  /** Of settings, drafts, outbox and journal: when the newest was made, and how many there are. */
  backups: z.object({ newestAt: instant.nullable(), count: z.number().int() }),
  /** Why the last backup could not be made: `damaged`, because what it copies does not hold; the ones before it are kept. */
  backupProblem: z.enum(['disk-full', 'damaged']).nullable(),
  /**
   * A backup was put back, or the second copy but for its last moment (`twin`), and nobody has said that they have read what that means. `held`: mail that may have gone out.
   * `gap`: numbers of the journal that have no entry for it, which whoever says to have read this says to know of.
   * `practice`: `unknown` where nothing was left that says in which practice this workstation was since, and no register has said so yet.
   */
  restored: z.object({ at: instant, backupAt: instant, held: z.number().int(), source: z.enum(['backup', 'twin']), gap: z.object({ from: z.number().int(), to: z.number().int() }).nullable(), practice: z.enum(['known', 'unknown']) }).nullable(),
})

export const storageOperations = {
  'storage.state': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: storage, fails: [], reads: ['status', 'accounts'] }),
  /** Looks through everything now, and backs up. */
  'storage.check': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [] }),
  /**
   * Lets go of all that is here of a mailbox and fetches it once more from its server. Drafts, the outbox and what the server has not
   * been told yet stay. `offline`: nothing is let go of before the server is there.
   */
  'storage.fetchAnew': call({ who: 'unlocked', asks: 'nothing', input: z.object({ accountId: z.string() }), output: nothing, fails: ['no-such-account', 'offline'] }),
  /** Noted in the journal where that has a gap (LOG-02): from then on it is known, by whom and since when. */
  'storage.restoredSeen': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: ['journal-unwritable', 'disk-full'] }),
}

export type Storage = z.infer<typeof storage>
