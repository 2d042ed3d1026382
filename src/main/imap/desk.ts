import type { FolderRole } from '../../shared/contract/mail.ts'
import type { MailboxWriter } from '../mailbox/mailbox.ts'
import { Bell } from './bell.ts'
import { CopiedSoFar } from './copied-so-far.ts'
import type { BulkThread } from './bulk/bulk-copier.ts'
import type { AccountConnection, AccountSync, AppendOptions, AppendResult, BringBackResult, Measured, Progress, SyncReports } from './face.ts'
import { FolderBook } from './folder-book.ts'
import { NOTHING_MEASURED, startMeasuring } from './measuring.ts'
import { Pace } from './pace.ts'
import { everythingOpen, type ReadingPolicy } from './reading-policy.ts'
import { startSparing, type SparingState } from './sparing.ts'
import { TaskQueue } from './task-queue.ts'

export type Where = string | { readonly role: FolderRole }

/** Something to put on the server or to take from it, for somebody who waits for the answer. */
export type Errand =
  | { readonly kind: 'append'; readonly to: Where; readonly raw: Uint8Array; readonly options: AppendOptions; answer(result: AppendResult): void }
  | { readonly kind: 'discard'; readonly from: Where; readonly messageIdHeader: string; answer(result: DiscardResult): void }
  | { readonly kind: 'bring-back'; readonly messageId: number; tries: number; answer(result: BringBackResult): void }

export type DiscardResult = Awaited<ReturnType<AccountSync['discard']>>

export interface SyncOptions extends SyncReports {
  readonly account: AccountConnection
  readonly writer: MailboxWriter
  /** Starts the thread that copies long folders; null: the ordinary session copies everything. */
  readonly bulkThread: BulkThread | null
  /** Which folders of others may be here; without it, all that the server shows. */
  readonly reading?: ReadingPolicy
  /** Whether old mail waits from the start. */
  readonly holdsOld?: boolean
  /** See `AccountSync.spare`. */
  readonly spareBefore?: number | null
}

/** All that one account has to do, on whatever session there is: it outlives every connection. */
export class Desk {
  readonly account: AccountConnection
  readonly copy: MailboxWriter
  readonly reports: SyncReports
  readonly bulkThread: BulkThread | null
  readonly folders: FolderBook
  readonly tasks: TaskQueue
  readonly errands: Errand[] = []
  /** Messages of which the copy lacks something. */
  readonly wholes: number[] = []
  readonly pace = new Pace()
  /** Rings when there is something new to do. */
  readonly bell = new Bell()
  lookedId: number | null = null
  lastSyncedAt: number | null = null
  /** The person asked to look again, now. */
  listWanted = false
  /** What comparing lengths has found so far. */
  measured: Measured = NOTHING_MEASURED
  /** Old mail waits: see `AccountSync.holdOld`. */
  holdsOld: boolean
  sparing: SparingState
  readonly copied: CopiedSoFar

  constructor({ account, writer, bulkThread, reading = everythingOpen, holdsOld = false, spareBefore = null, ...reports }: SyncOptions) {
    this.account = account
    this.bulkThread = bulkThread
    this.copy = writer
    this.reports = reports
    this.holdsOld = holdsOld
    this.sparing = startSparing(spareBefore)
    this.copied = new CopiedSoFar(() => writer.bytesOf(account.id), this.now())
    this.folders = new FolderBook(account.id, writer, account.sharedAs)
    this.folders.setPolicy(reading)
    this.tasks = new TaskQueue(writer.pendingTaskIds())
  }

  /** Compares the length of every message with what the server says; what came of it goes to `onMeasured`. */
  measure(): void {
    this.measured = NOTHING_MEASURED
    for (const work of this.folders.all) work.measuring = startMeasuring()
  }

  now(): number {
    return Date.now()
  }

  /** How far the first copy is; null once it is whole. */
  get progress(): Progress {
    const open = this.folders.all.filter(({ closed }) => !closed)
    if (open.every(({ state }) => state.complete)) return null
    const total = open.reduce((sum, { expected }) => sum + expected, 0)
    const done = open.reduce((sum, { known }) => sum + known.size, 0)
    return { done, total, bytes: this.copied.bytes, rate: this.copied.rate }
  }
}
