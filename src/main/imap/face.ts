import type { AccountState, ConnectionProblem, Endpoint } from '../../shared/contract/accounts.ts'
import type { ServerTime } from '../../shared/norm/checked-clock.ts'
import type { FolderRole } from '../../shared/contract/mail.ts'
import type { ReadingPolicy } from './reading-policy.ts'

/** What is needed to log in; lives in memory only, for as long as the vault is open. */
export interface AccountConnection {
  readonly id: string
  readonly address: string
  readonly imap: Endpoint
  readonly user: string
  readonly auth: 'password' | 'oauth2'
  readonly secret: string
  /** The practice's own CA as PEM text, on top of the public ones. */
  readonly ca: string | null
  /** What the account is called where it is a shared mailbox with a login of its own: its folders are nobody's in particular. Absent: a person's own. */
  readonly sharedAs?: string
}

export type ConnectionState = AccountState['connection']
export type Progress = AccountState['progress']

/** `to`: a folder by its id, or the account's folder with this role, made on the server when there is none yet. */
export type Act =
  | { readonly kind: 'flag'; readonly flag: 'seen' | 'flagged'; readonly on: boolean }
  /** What an answer that went out leaves on the message that it answers. A server that does not keep it, or not from us, is let be. */
  | { readonly kind: 'mark'; readonly mark: 'answered' | 'forwarded' }
  | { readonly kind: 'move'; readonly to: number | MoveRole }
  | { readonly kind: 'destroy' }

export type MoveRole = Extract<FolderRole, 'archive' | 'trash' | 'junk' | 'inbox'>

/** An intent of a person: stored before it is shown, shown before the server has agreed. */
export interface MailTask {
  readonly id: string
  readonly accountId: string
  readonly act: Act
  readonly messages: readonly TaskMessage[]
  /** The task that this one takes back; if that has not run yet, neither does. */
  readonly undoes: string | null
}

/** Which message is meant. The place counts when the cache was built anew meanwhile and the id means nothing any more. */
export interface TaskMessage {
  readonly messageId: number
  /** Where it was when the person decided; null while an earlier move was still under way. */
  readonly place: { readonly path: string; readonly uidValidity: number; readonly uid: number } | null
}

/** `created`: a folder that had to be made for it. `undone`: taken back before it ran. */
export type TaskResult =
  | { readonly kind: 'done'; readonly taskId: string; readonly created: string | null }
  | { readonly kind: 'undone'; readonly taskId: string }
  | { readonly kind: 'turned-back'; readonly taskId: string; readonly act: Act['kind']; readonly reason: Refusal }

export type Refusal = 'no-right' | 'folder-gone' | 'server-refused'

/** `uid` is null where the server does not tell it (no UIDPLUS). `already`: an earlier try had got there. `time`: by the server's clock, where it tells. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly path: string; readonly uid: number | null; readonly already: boolean; readonly created: boolean; readonly time: ServerTime | null }
  | { readonly kind: 'refused'; readonly reason: Refusal | 'too-large' | 'over-quota' }
  /** The account was closed before it could be tried; trying again later makes no second copy. */
  | { readonly kind: 'closed' }

export interface AppendOptions {
  readonly flags: readonly string[]
  /** The Message-ID of an earlier version that goes once this one is in; null: none. */
  readonly replaces: string | null
}

/** `gone`: the server no longer has it. `differs`: what it has is another message. `closed`: it could not be asked. */
export interface BringBackResult { readonly kind: 'here' | 'gone' | 'differs' | 'closed' }

/** One account: its sessions, its copy of the mail, and the acts on it. */
export interface AccountSync {
  /** Shows the act at once and runs it in its turn; the outcome goes to `onTask`. */
  run(task: MailTask): void
  /** Waits for a connection; a second try with the same Message-ID finds the first. */
  append(to: string | { readonly role: FolderRole }, raw: Uint8Array, options: AppendOptions): Promise<AppendResult>
  /** Takes a draft from the server's Drafts, once it was sent or thrown away. Null: the account closed first. */
  discard(from: string | { readonly role: FolderRole }, messageIdHeader: string): Promise<{ kind: 'gone' } | { kind: 'refused'; reason: Refusal } | { kind: 'closed' }>
  /** Fetches the attachments of a message that were left on the server; waits for a connection. */
  bringBack(messageId: number): Promise<BringBackResult>
  /** From now on attachments of mail received before this moment are left on the server (ms since 1970); null: none. */
  spare(before: number | null): void
  /** Fetches what a large message still lacks, before everything else. */
  fetchWhole(messageId: number): void
  /** Compares the length of every message with what the server says, when there is nothing else to do. */
  measure(): void
  /** Connects again now if it is waiting or stopped, and looks at every folder. */
  refresh(): void
  /** Which folders of others may be here from now on: what no longer may leaves the copy at once. */
  read(policy: ReadingPolicy): void
  /** The folder that the person looks at: heard of at once and fetched first. */
  look(folderId: number): void
  /** Whether old mail waits on the server: new mail, the first screens and what a person asks for come all the same. */
  holdOld(isHeld: boolean): void
  close(): Promise<void>
}

/** What comparing lengths with the server came to. */
export interface Measured {
  readonly compared: number
  /** Were otherwise on the server, and came in anew. */
  readonly fetchedAgain: number
  /** The server names another length than it gives: ours is what it gives. */
  readonly untrue: number
}

export interface SyncReports {
  /** The length of every message was compared with what the server says. */
  onMeasured?(found: Measured): void
  onState(connection: ConnectionState, progress: Progress, lastSyncedAt: number | null): void
  /** Unread mail that arrived in an inbox or shared mailbox after its first copy. */
  onNewMail(folderId: number, count: number): void
  onTask(result: TaskResult): void
}

export type { ConnectionProblem }
