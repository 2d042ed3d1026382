import { heavierClass } from '../../shared/norm/message-class.ts'
import type { MessageClass } from '../../shared/norm/message-class.ts'
import type { Database } from '../store/store.ts'

/** The Message-ID that a conversation began with, as far as this message tells; null when it begins one itself. */
export const conversationOf = ({ references, inReplyTo }: { readonly references: readonly string[]; readonly inReplyTo: string | null }): string | null =>
  references[0] ?? inReplyTo

/** What was sent in a conversation, so that nobody is asked twice (DT-1); it is only raised, also by what was written earlier and sent later (IN-13). */
export function rememberClass(db: Database, { root, messageClass, at }: { root: string; messageClass: MessageClass; at: number }): void {
  const known = classOfConversation(db, root)
  db.prepare(`INSERT INTO conversation_class VALUES (?, ?, ?)
    ON CONFLICT (root) DO UPDATE SET message_class = excluded.message_class, answered_at = excluded.answered_at`).run(root, known === null ? messageClass : heavierClass(known, messageClass), at)
}

/** Null: nobody was asked. */
export const classOfConversation = (db: Database, root: string | null): MessageClass | null =>
  (root === null ? undefined : db.prepare<[string], MessageClass>('SELECT message_class FROM conversation_class WHERE root = ?').pluck().get(root)) ?? null
