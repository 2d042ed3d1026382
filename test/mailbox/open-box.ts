import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openMailboxReader, openMailboxWriter } from '../../src/main/mailbox/mailbox.ts'
import type { FolderState, MailboxReader, MailboxWriter, ServerFolder } from '../../src/main/mailbox/mailbox.ts'
import type { Topic } from '../../src/shared/contract/declare.ts'
import type { FolderRole } from '../../src/shared/contract/mail.ts'
import { sampleMail } from './sample-mail.ts'
import type { SampleMail } from './sample-mail.ts'

export const cacheKey = new Uint8Array(32).fill(11)
export const segmentKey = new Uint8Array(32).fill(12)

export const serverFolder = (path_: string, role: FolderRole = 'none'): ServerFolder => ({
  path: path_, name: path_, role, shared: false, rights: { read: true, flag: true, insert: true, remove: true },
})

const FOLDERS = [
  serverFolder('INBOX', 'inbox'), serverFolder('Verzonden', 'sent'), serverFolder('Archief', 'archive'), serverFolder('Prullenbak', 'trash'),
]

export function openWriter(directory: string, onChanged: (topics: readonly Topic[]) => void = () => {}): MailboxWriter {
  const outcome = openMailboxWriter({ directory, cacheKey, segmentKey, onChanged })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.writer
}

export function openReader(directory: string): MailboxReader {
  const outcome = openMailboxReader({ directory, cacheKey, segmentKey })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.reader
}

/** Monday 2 March 2026, 09:00 UTC, and a minute later for each next message. */
export const MORNING = Date.UTC(2026, 2, 2, 9)
export const minute = (count: number): number => MORNING + count * 60_000

/** A mailbox with a writer and a reader in a folder of its own, gone at the end of the test. */
export class Box implements Disposable {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'mailbox-'))
  readonly notices: Topic[][] = []
  writer: MailboxWriter
  reader: MailboxReader
  readonly account = 'praktijk'
  readonly inbox: number
  readonly sent: number
  readonly archive: number
  readonly trash: number

  constructor() {
    this.writer = openWriter(this.directory, (topics) => this.notices.push([...topics]))
    const [inbox, sent, archive, trash] = this.writer.replaceFolders(this.account, FOLDERS).map(({ id }: FolderState) => id)
    this.inbox = inbox!
    this.sent = sent!
    this.archive = archive!
    this.trash = trash!
    this.reader = openReader(this.directory)
    this.notices.length = 0
  }

  /** Adds a message and answers its id. The UID is also the minute of receipt. */
  add(uid: number, mail: SampleMail = {}, { folder = this.inbox, flags = [] as string[] } = {}): number {
    this.writer.addMessages(folder, [{ uid, flags, receivedAt: minute(uid), raw: sampleMail(mail) }])
    return this.idOf(folder, uid)
  }

  idOf(folder: number, uid: number): number {
    const total = this.reader.rows(folder, { offset: 0, limit: 1 })?.total ?? 0
    const rows = this.reader.rows(folder, { offset: 0, limit: total })?.rows ?? []
    const place = this.writer.locate(rows.map(({ id }) => id)).find((located) => located.uid === uid)
    if (place === undefined) throw new Error(`no message ${uid}`)
    return place.messageId
  }

  subjects(folder = this.inbox): string[] {
    return (this.reader.rows(folder, { offset: 0, limit: 200 })?.rows ?? []).map(({ subject }) => subject)
  }

  found(text: string, folderId: number | null = null): string[] {
    return this.reader.search({ text, folderId, offset: 0, limit: 50 }).rows.map(({ subject }) => subject)
  }

  counts(folder = this.inbox): { total: number; unread: number } {
    const found = this.reader.folders().find(({ id }) => id === folder)
    return { total: found?.total ?? -1, unread: found?.unread ?? -1 }
  }

  /** As after the end of the process: everything closed and opened again. */
  reopen(): void {
    this.close()
    this.writer = openWriter(this.directory, (topics) => this.notices.push([...topics]))
    this.reader = openReader(this.directory)
  }

  close(): void {
    this.writer.close()
    this.reader.close()
  }

  [Symbol.dispose](): void {
    this.close()
    rmSync(this.directory, { recursive: true })
  }
}

/** Every file below a folder with its bytes. */
export const filesBelow = (directory: string): { name: string; bytes: Buffer }[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => ({ name: path.relative(directory, path.join(entry.parentPath, entry.name)), bytes: readFileSync(path.join(entry.parentPath, entry.name)) }))
