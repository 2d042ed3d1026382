import type { BodyOf } from '../../../shared/practice/event.ts'
import type { MessageHeader } from '../../mailbox/mailbox.ts'
import { referenceOf } from '../../vault/reference.ts'
import type { Session } from '../session.ts'
import { mailboxOf } from './mailboxes.ts'
import type { Member } from './room.ts'

/** A message of a shared mailbox as the register names it. */
export type ClaimedMessage = Pick<BodyOf<'claimed'>, 'mailbox' | 'message'>

/** Names a message in the register without saying what it is. */
export const messageReference = (key: Uint8Array, sharedName: string): string => referenceOf(key, `message ${sharedName}`)

/** A message of a shared mailbox by its name in the register; null: it stands in no shared mailbox, or cannot be named. */
export function claimed(session: Session, { state, me }: Member, header: MessageHeader): ClaimedMessage | null {
  const folder = session.reader.folders().find(({ id }) => id === header.folderId)
  const mailbox = folder === undefined ? null : mailboxOf(state, me.person.id, folder)
  const key = session.practice.referenceKey()
  const name = session.reader.sharedName(header.id)
  return mailbox?.kind !== 'shared' || key === null || name === null ? null : { mailbox: mailbox.id, message: messageReference(key, name) }
}
