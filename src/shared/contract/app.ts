import { z } from 'zod'
import { attachmentsKept } from './budget.ts'
import { call, query } from './declare.ts'
import { instant, nothing } from './values.ts'

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  language: z.enum(['nl', 'en']),
  /** Single-letter keys; can be switched off for screen-reader users (WCAG 2.1.4). */
  shortcuts: z.boolean(),
  listWidth: z.number().int().min(280).max(720),
  /** The name server that proofs of origin are asked of; '': the system's. See `readUpstream` for the forms. */
  resolver: z.string().max(300),
  /** Somebody paused the copying of old mail; new mail comes all the same. */
  copyPaused: z.boolean(),
  attachmentsKept,
})

/** What a screen needs before the settings can be read, which lie behind the second factor: nothing of anybody. */
export const look = settings.pick({ theme: true, density: true, language: true, shortcuts: true })

export const about = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'loopback']),
  /** The demo: its own virtual authenticator and a secret in a file; a banner says so and cannot be dismissed. */
  demo: z.object({ address: z.string(), password: z.string() }).nullable(),
  platform: z.enum(['windows', 'macos', 'linux']),
})

export const status = z.object({
  storedBytes: z.number().int(),
  disk: z.enum(['ok', 'full']),
  lastSyncedAt: instant.nullable(),
  /** How far this computer's clock is behind the mail server's, in ms (less than nothing: ahead); null: it is right, as far as is known. */
  clockBehindMs: z.number().int().nullable(),
})

/**
 * Sealed parts of a practice's log that its server did not take: which folder of this computer they are in, and until when the last of
 * them is kept, by this computer's clock. Names nobody.
 */
export const keptLog = z.object({ folder: z.string(), until: instant })

export const appOperations = {
  'app.about': query({ who: 'open', asks: 'nothing', input: nothing, output: about, fails: [], reads: [] }),
  'app.look': query({ who: 'open', asks: 'nothing', input: nothing, output: look, fails: [], reads: ['settings'] }),
  /** Null: there is none. */
  'app.keptLog': query({ who: 'open', asks: 'nothing', input: nothing, output: keptLog.nullable(), fails: [], reads: ['vault', 'practice'] }),
  'app.status': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: status, fails: [], reads: ['status'] }),
  'settings.get': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: settings, fails: [], reads: ['settings'] }),
  'settings.set': call({ who: 'unlocked', asks: 'nothing', input: settings.omit({ copyPaused: true, attachmentsKept: true }).partial(), output: nothing, fails: ['not-a-resolver', 'journal-unwritable', 'disk-full'] }),
}

export type Settings = z.infer<typeof settings>
export type Look = z.infer<typeof look>
export type About = z.infer<typeof about>
export type Status = z.infer<typeof status>
