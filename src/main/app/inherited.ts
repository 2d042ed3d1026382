import { domainOf } from '../../shared/mail/address.ts'
import { inheritedClass, type Inherited } from '../../shared/norm/inherited-class.ts'
import type { DetectionLevel } from '../../shared/norm/message-class.ts'
import { classOfConversation, conversationOf } from '../drafts/conversation-class.ts'
import type { AnswerKind, Original } from '../drafts/answer.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { Session } from './session.ts'

/** What an answer to this message takes over from it (IN-13, IN-16): its badge, what it may hold, and what was answered before in the conversation. */
export function inheritedFrom(session: Session, header: MessageHeader, { kind, original, detection }: { kind: AnswerKind; original: Original; detection: DetectionLevel }): Inherited {
  const own = new Set(session.accounts.list().flatMap(({ ownDomains }) => ownDomains))
  const { inReplyTo, references, messageIdHeader, from } = original
  const root = conversationOf({ references, inReplyTo }) ?? messageIdHeader
  return inheritedClass({
    kind, state: header.verdict, detection, conversation: classOfConversation(session.db, root),
    isFromProfessional: from.length > 0 && from.every(({ address }) => own.has(domainOf(address)) || session.addressBook.find(address)?.kind === 'professional'),
  })
}
