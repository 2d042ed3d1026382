import type { BodyOf } from '../../../shared/practice/event.ts'
import type { AskedMailbox } from '../../../shared/practice/may.ts'
import type { MessageHeader } from '../../mailbox/mailbox.ts'
import { referenceOf } from '../../vault/reference.ts'
import type { Session } from '../session.ts'
import { mailboxOf } from './mailboxes.ts'
import type { Member } from './room.ts'

/** A message of a shared mailbox as the register names it. */
export type ClaimedMessage = Pick<BodyOf<'claimed'>, 'mailbox' | 'message'>

/** Names a message in the register without saying what it is. */
export const messageReference = (key: Uint8Array, sharedName: string): string => referenceOf(key, `message ${sharedName}`)

/**
 * Names messages of shared mailboxes as the register does; null for one that stands in no shared mailbox, or cannot be named. The
 * folders are read once, however many messages are asked of.
 */
export function claimedIn({ reader, practice }: Pick<Session, 'reader' | 'practice'>, { state, me }: Member): (header: Pick<MessageHeader, 'id' | 'folderId'>) => ClaimedMessage | null {
  const key = practice.referenceKey()
  const shared = new Map<number, AskedMailbox | null>(reader.folders().flatMap((folder) => (folder.shared ? [[folder.id, mailboxOf(state, me.person.id, folder)]] : [])))
  return ({ id, folderId }) => {
    const mailbox = shared.get(folderId)
    const name = mailbox?.kind === 'shared' && key !== null ? reader.sharedName(id) : null
    return mailbox?.kind !== 'shared' || key === null || name === null ? null : { mailbox: mailbox.id, message: messageReference(key, name) }
  }
}
