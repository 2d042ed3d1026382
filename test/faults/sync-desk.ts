import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { MessageRow } from '../../src/shared/contract/mail.ts'
import { startBulkThread } from '../../src/main/app/threads/bulk-host.ts'
import { startSync } from '../../src/main/imap/account-sync.ts'
import type { AccountConnection, AccountSync, Act, ConnectionState, MailTask, Measured, Progress, TaskResult } from '../../src/main/imap/face.ts'
import { everythingOpen, type ReadingPolicy } from '../../src/main/imap/reading-policy.ts'
import { openMailboxReader, openMailboxWriter, type MailboxReader, type MailboxWriter } from '../../src/main/mailbox/mailbox.ts'

const cacheKey = new Uint8Array(32).fill(1)
const segmentKey = new Uint8Array(32).fill(2)

export interface DeskStart {
  readonly account: Omit<AccountConnection, 'id'>
  /** Kept by the caller; without it a folder of its own that goes at the end. */
  readonly directory?: string
  /** Which folders of others may be here. */
  readonly reading?: ReadingPolicy
  readonly holdsOld?: boolean
  /** Stands between the sync and the mailbox. */
  readonly wrap?: (writer: MailboxWriter) => MailboxWriter
}

/** An account in step with a server, with the real mailbox behind it, and eyes for a test. */
export class SyncDesk implements AsyncDisposable {
  readonly directory: string
  readonly #keeps: boolean
  readonly writer: MailboxWriter
  readonly reader: MailboxReader
  readonly sync: AccountSync
  readonly states: ConnectionState[] = []
  readonly results: TaskResult[] = []
  readonly news: { folderId: number; count: number }[] = []
  readonly measured: Measured[] = []
  progress: Progress = null
  lastSyncedAt: number | null = null

  constructor({ account, directory, reading = everythingOpen, holdsOld = false, wrap = (writer) => writer }: DeskStart) {
    this.directory = directory ?? mkdtempSync(path.join(tmpdir(), 'sync-desk-'))
    this.#keeps = directory !== undefined
    const writer = openMailboxWriter({ directory: this.directory, cacheKey, segmentKey, onChanged: () => undefined })
    const reader = openMailboxReader({ directory: this.directory, cacheKey, segmentKey })
    if (writer.kind !== 'open' || reader.kind !== 'open') throw new Error(`${writer.kind} ${reader.kind}`)
    this.writer = wrap(writer.writer)
    this.reader = reader.reader
    this.sync = startSync({
      account: { id: 'account', ...account }, writer: this.writer, bulkThread: startBulkThread, reading, holdsOld,
      onState: (connection, progress, lastSyncedAt) => {
        if (connection !== this.states.at(-1)) this.states.push(connection)
        this.progress = progress
        this.lastSyncedAt = lastSyncedAt
      },
      onNewMail: (folderId, count) => this.news.push({ folderId, count }),
      onTask: (result) => this.results.push(result),
      onMeasured: (found) => this.measured.push(found),
    })
  }

  get state(): ConnectionState['kind'] | undefined {
    return this.states.at(-1)?.kind
  }

  /** What went wrong, in the order in which it was told. */
  get problems(): string[] {
    return this.states.flatMap((state) => (state.kind === 'waiting' || state.kind === 'stopped' ? [state.problem] : []))
  }

  folderId(folder: string): number {
    return this.reader.folders().find(({ path: name }) => name === folder)?.id ?? -1
  }

  rows(folder: string): MessageRow[] {
    return this.reader.rows(this.folderId(folder), { offset: 0, limit: 200 })?.rows ?? []
  }

  /** Newest first. */
  subjects(folder: string): string[] {
    return this.rows(folder).map(({ subject }) => subject)
  }

  /** As the main thread does it: the place is where the message is now. */
  act(act: Act, messageIds: readonly number[]): MailTask {
    return this.run({ id: randomUUID(), accountId: 'account', act, messages: this.#messages(messageIds), undoes: null })
  }

  undo(task: MailTask): MailTask {
    const { act } = task
    return this.run({ ...task, id: randomUUID(), act: act.kind === 'flag' ? { ...act, on: !act.on } : act, undoes: task.id })
  }

  run(task: MailTask): MailTask {
    this.sync.run(task)
    return task
  }

  #messages(messageIds: readonly number[]): MailTask['messages'] {
    const folders = this.writer.folderStates('account')
    return messageIds.map((messageId) => {
      const [here] = this.writer.locate([messageId])
      const folder = folders.find(({ id }) => id === here?.folderId)
      const isPlaced = here !== undefined && folder?.uidValidity != null
      return { messageId, place: isPlaced ? { path: folder.path, uidValidity: folder.uidValidity, uid: here.uid } : null }
    })
  }

  async synced(): Promise<void> {
    const before = this.lastSyncedAt ?? 0
    await until(() => (this.lastSyncedAt ?? 0) > before, () => `synced; ${JSON.stringify(this.states)}`)
  }

  async result(task: MailTask): Promise<TaskResult> {
    await until(() => this.results.some(({ taskId }) => taskId === task.id), () => `a result; ${JSON.stringify(this.states)}`)
    return this.results.find(({ taskId }) => taskId === task.id)!
  }

  async until(condition: () => boolean, what = 'it'): Promise<void> {
    await until(condition, () => `${what}; ${JSON.stringify(this.states)}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sync.close()
    this.reader.close()
    this.writer.close()
    if (!this.#keeps) rmSync(this.directory, { recursive: true, force: true })
  }
}

const PATIENCE_MS = 60_000

/** Waits for something that happens by itself; how long that takes is no part of the test. */
export async function until(condition: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what()}`)
    await delay(5)
  }
}
