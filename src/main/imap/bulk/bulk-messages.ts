import type { ConnectionProblem } from '../../../shared/contract/accounts.ts'
import type { Extent, SealedMessage, SealerStart } from '../../mailbox/mailbox.ts'
import type { SessionLogin } from '../session.ts'

/** What the copying thread is given at its start; it zeroes the key once it is done. */
export interface BulkStart {
  readonly login: SessionLogin
  readonly sealer: SealerStart
}

/** What the sync thread says to the thread that copies in bulk. Each but `stored` and `close` is answered, in order. */
export type ToBulk =
  | { readonly kind: 'examine'; readonly path: string }
  | { readonly kind: 'fetch'; readonly uids: readonly number[] }
  /** Hand over what waits, however little. */
  | { readonly kind: 'flush' }
  /** One `messages` is stored. */
  | { readonly kind: 'stored' }
  | { readonly kind: 'close' }

/** What it says back. After `broken` nothing follows. */
export type FromBulk =
  /** Null: the server does not open this folder. */
  | { readonly kind: 'examined'; readonly uidValidity: number | null }
  /** `absent` did not come; `large` are longer than one piece, for somebody else to fetch; the others come as `messages`, soon or already. */
  | { readonly kind: 'fetched'; readonly absent: readonly number[]; readonly large: readonly number[] }
  /** Read, sealed and on disk. */
  | { readonly kind: 'messages'; readonly messages: readonly SealedMessage[]; readonly extents: readonly Extent[] }
  | { readonly kind: 'flushed' }
  | { readonly kind: 'broken'; readonly problem: BulkProblem }

export type BulkAnswer = Extract<FromBulk, { kind: 'examined' | 'fetched' | 'flushed' }>

export type BulkProblem = ConnectionProblem | 'disk-full'
