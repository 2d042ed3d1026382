import type { AccountState } from '../../shared/contract/accounts.ts'
import type { Topic } from '../../shared/contract/declare.ts'
import type { FolderRole } from '../../shared/contract/mail.ts'
import type { AccountConnection, AppendResult, MailTask, TaskResult } from '../imap/face.ts'

/** What the main thread says to the thread that holds the IMAP sessions and writes the cache. */
export type ToSync =
  | { kind: 'open'; directory: string; cacheKey: Uint8Array; segmentKey: Uint8Array }
  | { kind: 'connect'; account: AccountConnection }
  | { kind: 'forget'; accountId: string; alsoMail: boolean }
  | { kind: 'run'; accountId: string; task: MailTask }
  | { kind: 'append'; id: number; accountId: string; role: FolderRole; raw: Uint8Array; flags: readonly string[]; replaces: string | null }
  | { kind: 'refresh'; accountId: string }
  | { kind: 'look'; accountId: string; folderId: number }
  | { kind: 'fetch-whole'; accountId: string; messageId: number }
  | { kind: 'close' }

/** What it says back. */
export type FromSync =
  | { kind: 'opened' }
  | { kind: 'not-opened'; reason: 'wrong-key' | 'damaged-file' | 'newer-schema' | 'disk-full' }
  | { kind: 'changed'; topics: readonly Topic[] }
  | { kind: 'account'; accountId: string; connection: AccountState['connection']; progress: AccountState['progress']; lastSyncedAt: number | null }
  | { kind: 'new-mail'; folderId: number; count: number }
  | { kind: 'task'; accountId: string; result: TaskResult }
  | { kind: 'appended'; id: number; result: AppendResult }
  | { kind: 'closed' }
