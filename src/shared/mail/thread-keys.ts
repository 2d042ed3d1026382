import type { MessageId } from './message-id.ts'
import { hasReplyMark, normalSubject } from './subject.ts'

/** What a message says of its place in a conversation. */
export type ThreadFacts = {
  readonly subject: string
  readonly messageId: MessageId | null
  readonly inReplyTo: MessageId | null
  readonly references: readonly MessageId[]
}

/**
 * How a message finds its conversation: two messages that share an id in `ids` are in the same one. `ids` runs from the
 * oldest ancestor to the message itself. `subject` is given only when the message calls itself an answer but names none
 * (Exchange relays that drop References): a weak key, to be used within one mailbox and a few weeks.
 */
export type ThreadKeys = { readonly ids: readonly MessageId[]; readonly subject: string | null }

export function threadKeys({ subject, messageId, inReplyTo, references }: ThreadFacts): ThreadKeys {
  const ancestors = inReplyTo === null ? references : [...references, inReplyTo]
  const ids = [...new Set(messageId === null ? ancestors : [...ancestors, messageId])]
  const folded = normalSubject(subject).normalize('NFC').toLowerCase()
  const isOrphanAnswer = ancestors.length === 0 && hasReplyMark(subject) && folded !== ''
  return { ids, subject: isOrphanAnswer ? folded : null }
}

/** The References header of an answer (RFC 5322 section 3.6.4): the original's line, then the original itself. */
export function referencesForReply({ messageId, inReplyTo, references }: Omit<ThreadFacts, 'subject'>): MessageId[] {
  const line = references.length > 0 ? references : inReplyTo === null ? [] : [inReplyTo]
  const all = [...new Set(messageId === null ? line : [...line, messageId])]
  const [first, ...rest] = all
  // The root and the nearest keep a conversation together; a line that grows without end gets refused by servers.
  return first === undefined ? [] : [first, ...rest.slice(-MOST_REFERENCES + 1)]
}

const MOST_REFERENCES = 50
