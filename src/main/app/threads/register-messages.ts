import type { AccountConnection } from '../../imap/face.ts'
import type { KnownPlaces, LineState, RegisterMessage, SentResult } from '../../practice/line/face.ts'

/** What the thread of the register's line is given at its start. */
export interface RegisterStart { readonly connection: AccountConnection; readonly folder: string; readonly known: KnownPlaces }

export type ToRegister =
  | { readonly kind: 'send'; readonly id: string; readonly raw: Uint8Array }
  | { readonly kind: 'look' }
  /** The batch was checked and stored: the next may come. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'close' }

export type FromRegister =
  | { readonly kind: 'messages'; readonly batch: readonly RegisterMessage[] }
  | { readonly kind: 'gone'; readonly uids: readonly number[] }
  | { readonly kind: 'renumbered'; readonly uidValidity: number }
  | { readonly kind: 'sent'; readonly id: string; readonly result: SentResult }
  | { readonly kind: 'state'; readonly state: LineState }
