import type { Database } from '../store/store.ts'

/** The message that a draft was before it was taken back; SHA-256 of its bytes in hexadecimal digits. */
export interface FormerMessage {
  readonly messageId: string
  readonly mimeHash: string
}

/** In the transaction in which the draft comes back. Goes with the draft. */
export const keepFormer = (db: Database, draftId: string, { messageId, mimeHash }: FormerMessage): void =>
  void db.prepare('INSERT OR REPLACE INTO taken_back (draft_id, message_id, mime_hash) VALUES (?, ?, ?)').run(draftId, messageId, mimeHash)

/** Null: the draft was never sent. */
export const formerMessage = (db: Database, draftId: string): FormerMessage | null =>
  db.prepare<[string], FormerMessage>('SELECT message_id AS messageId, mime_hash AS mimeHash FROM taken_back WHERE draft_id = ?').get(draftId) ?? null
