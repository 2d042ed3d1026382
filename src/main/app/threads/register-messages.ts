import type { AccountConnection } from '../../imap/face.ts'
import type { KnownPlaces, LineState, SentResult } from '../../practice/line/face.ts'
import type { FoundStart, ReadRegisterMessage } from '../../practice/register/newest-start.ts'

/** What the thread of the register's line is given at its start. */
export interface RegisterStart {
  readonly connection: AccountConnection
  readonly folder: string
  readonly known: KnownPlaces
  /** The practice's root, for a workstation that has read nothing of it yet; null: it reads on from where it was. */
  readonly startsIn: string | null
}

export type ToRegister =
  | { readonly kind: 'send'; readonly id: string; readonly raw: Uint8Array }
  | { readonly kind: 'look' }
  /** The batch was stored: the next may come. */
  | { readonly kind: 'taken' }
  /** Whether the workstation started from what it was given. */
  | { readonly kind: 'started'; readonly isStarted: boolean }
  | { readonly kind: 'close' }

/** Read and verified here: that is most of the work, and the main thread has people waiting. */
export type FromRegister =
  | { readonly kind: 'messages'; readonly batch: readonly ReadRegisterMessage[] }
  | { readonly kind: 'start'; readonly found: FoundStart }
  | { readonly kind: 'gone'; readonly uids: readonly number[] }
  | { readonly kind: 'renumbered'; readonly uidValidity: number }
  | { readonly kind: 'sent'; readonly id: string; readonly result: SentResult }
  | { readonly kind: 'state'; readonly state: LineState }
