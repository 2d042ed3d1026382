import type { MessageRow, ReadMessage } from '../../../src/shared/contract/mail.ts'
import { account, sampleFolders, type FakeMessage } from './sample.ts'

/** What the fake core holds in memory. */
export class FakeMailbox {
  readonly folders = sampleFolders()
  readonly accounts
  messages: FakeMessage[]
  /** Undo by task: puts everything back. */
  readonly tasks = new Map<string, () => void>()

  constructor(messages: readonly FakeMessage[], now: number) {
    this.accounts = [account(now)]
    this.messages = [...messages]
    this.sort()
  }

  sort(): void {
    this.messages.sort((one, other) => other.row.id - one.row.id)
    this.inFolder.clear()
  }

  private readonly inFolder = new Map<number, FakeMessage[]>()

  list(folderId: number): FakeMessage[] {
    const known = this.inFolder.get(folderId)
    if (known !== undefined) return known
    const found = this.messages.filter(({ row }) => row.folderId === folderId)
    this.inFolder.set(folderId, found)
    return found
  }

  find(id: number): FakeMessage | undefined {
    return this.messages.find(({ row }) => row.id === id)
  }

  conversation(message: FakeMessage): FakeMessage[] {
    return this.messages.filter((other) => other.conversation === message.conversation).sort((one, other) => one.row.receivedAt - other.row.receivedAt)
  }

  rowOf(message: FakeMessage): MessageRow {
    const conversationSize = this.messages.length > 500 ? 1 : this.list(message.row.folderId).filter((other) => other.conversation === message.conversation).length
    return { ...message.row, conversationSize }
  }

  search(text: string, folderId: number | null): FakeMessage[] {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    if (words.length === 0) return []
    return this.messages.filter(({ row, text: body }) => {
      const all = `${row.from.name} ${row.from.address} ${row.subject} ${body ?? ''}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)
      return (folderId === null || row.folderId === folderId) && words.every((word) => all.some((other) => other.startsWith(word)))
    })
  }

  foldersNow() {
    return this.folders.map((folder) => {
      const list = this.list(folder.id)
      return { ...folder, total: list.length, unread: list.filter(({ row }) => !row.seen).length }
    })
  }

  read(message: FakeMessage): ReadMessage {
    const { row } = message
    return {
      id: row.id, accountId: row.accountId, folderId: row.folderId, from: [row.from], sender: null, replyTo: message.replyTo ?? [], to: row.to, cc: message.cc ?? [],
      subject: row.subject, sentAt: row.receivedAt - 4_000, receivedAt: row.receivedAt, seen: row.seen, flagged: row.flagged, answered: row.answered, verdict: row.verdict,
      content: message.content !== undefined ? { kind: message.content } : { kind: 'ready', html: message.html, text: message.text, notices: message.notices ?? [] },
      attachments: message.parts.map(({ partId, name, type, bytes, contentId, inline }) => ({ partId, name, type, sizeBytes: bytes.length, contentId, inline, isOnServer: message.isOnServer === true })),
    }
  }

  /** Applies a change to some messages and remembers how to turn it back. */
  change(ids: readonly number[], apply: (row: MessageRow) => void): string {
    const chosen = new Set(ids)
    const before = this.messages.filter(({ row }) => chosen.has(row.id)).map((message) => ({ message, row: { ...message.row } }))
    for (const { message } of before) {
      message.row = { ...message.row }
      apply(message.row)
    }
    this.inFolder.clear()
    const taskId = `taak-${this.tasks.size + 1}`
    this.tasks.set(taskId, () => {
      for (const { message, row } of before) message.row = row
      this.inFolder.clear()
    })
    return taskId
  }

  destroy(ids: readonly number[]): void {
    const doomed = new Set(ids)
    this.messages = this.messages.filter(({ row }) => !doomed.has(row.id))
    this.inFolder.clear()
  }
}
