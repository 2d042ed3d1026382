import type { BackupOutcome } from '../../backup/backup.ts'
import type { MailFault } from '../../mailbox/mailbox.ts'

/** What the thread is given at its start; it zeroes its keys at its end. */
export interface CareStart { directory: string; stateKey: Uint8Array; cacheKey: Uint8Array; segmentKey: Uint8Array }

export type ToCare = { kind: 'back-up'; now: number } | { kind: 'look-through' } | { kind: 'close' }

/** What was found of the copy of the mail; `pages`: of its database some are damaged. */
export interface MailFound { readonly messages: number; readonly bytes: number; readonly faults: readonly MailFault[]; readonly pages: boolean }

export type FromCare =
  /** `twin`: the second copy of `state.db`; `unknown`: there is none, or it could not be looked into now. */
  | { kind: 'backed-up'; outcome: BackupOutcome['kind']; twin: 'whole' | 'damaged' | 'unknown' }
  /** Null: there was no room to look. */
  | { kind: 'looked-through'; found: MailFound | null }
