import type { Topic } from '../../../shared/contract/declare.ts'
import type { FolderRole } from '../../../shared/contract/mail.ts'
import type { FoundVerdict } from '../../mailbox/mailbox.ts'
import type { AccountConnection, AccountSync, AppendOptions, AppendResult, BringBackResult, ConnectionState, MailTask, Measured, Progress, TaskResult } from '../../imap/face.ts'
import type { ReadingPolicy } from '../../imap/reading-policy.ts'

/** What the main thread says to the thread that holds the IMAP sessions and is the only writer of the cache. */
export type ToSync =
  | { kind: 'connect'; account: AccountConnection; reading: ReadingPolicy }
  | { kind: 'read'; accountId: string; policy: ReadingPolicy }
  | { kind: 'forget'; accountId: string; alsoMail: boolean }
  | { kind: 'run'; task: MailTask }
  | { kind: 'append'; id: number; accountId: string; to: FolderRole | { path: string }; raw: Uint8Array; options: AppendOptions }
  | { kind: 'discard'; id: number; accountId: string; role: FolderRole; messageIdHeader: string }
  | { kind: 'fetch-whole'; accountId: string; messageId: number }
  /** They cannot be read here: noted in the copy, so that a restart forgets none, and fetched again as soon as their server is there. */
  | { kind: 'mend'; accountId: string; messageIds: readonly number[] }
  | { kind: 'refresh'; accountId: string }
  | { kind: 'measure'; accountId: string }
  | { kind: 'look'; accountId: string; folderId: number }
  /** Of every account, those that connect later too. */
  | { kind: 'hold-old'; isHeld: boolean }
  /** Of every account, those that connect later too; see `AccountSync.spare`. */
  | { kind: 'spare'; before: number | null }
  | { kind: 'bring-back'; id: number; accountId: string; messageId: number }
  | { kind: 'verdicts'; found: readonly FoundVerdict[] }
  | { kind: 'close' }

export type DiscardResult = Awaited<ReturnType<AccountSync['discard']>>

/** What an account's sync has come to, as the screen shows it. */
export interface AccountNews { connection: ConnectionState; progress: Progress; lastSyncedAt: number | null }

/** What it says back. */
export type FromSync =
  | { kind: 'opened' }
  | { kind: 'not-opened'; reason: NotOpened }
  | { kind: 'changed'; topics: readonly Topic[] }
  | { kind: 'account'; accountId: string; news: AccountNews }
  | { kind: 'new-mail'; folderId: number; count: number }
  | { kind: 'task'; result: TaskResult }
  | { kind: 'measured'; accountId: string; found: Measured }
  /** An answer to each `mend`. */
  | { kind: 'to-mend'; accountId: string; outcome: 'noted' | 'disk-full' }
  | { kind: 'appended'; id: number; result: AppendResult }
  | { kind: 'discarded'; id: number; result: DiscardResult }
  | { kind: 'brought-back'; id: number; result: BringBackResult }

export type NotOpened = 'wrong-key' | 'damaged-file' | 'newer-schema' | 'disk-full'

/** What the thread is given at its start; it zeroes its keys once they are in use. */
export interface SyncStart { directory: string; cacheKey: Uint8Array; segmentKey: Uint8Array }
