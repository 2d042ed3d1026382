import type { Draft } from '../../shared/contract/compose.ts'
import { done, refused, type Outcome } from '../../shared/contract/declare.ts'
import { mailboxKey } from '../../shared/mail/address.ts'
import { inheritedClass } from '../../shared/norm/inherited-class.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'
import { classOfConversation, conversationOf } from '../drafts/conversation-class.ts'
import { replyQuote } from '../drafts/quote.ts'
import type { SentMessage } from '../drafts/removal-request.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import { delivery, manuscriptOf } from '../sending/outbox-rows.ts'
import { sentRoutes } from '../sending/sent-routes.ts'
import { inheritedFrom } from './inherited.ts'
import { originalOf } from './original.ts'
import type { Session } from './session.ts'
import { ownNames, quoting, writesWith } from './writing-as.ts'

/** R6: what a server has is never taken back; whoever got it is asked to delete it. Goes the way of any message about what that was about (IN-13). */
export async function requestRemoval(session: Session, header: MessageHeader): Promise<Outcome<Draft, 'not-sent' | 'not-here-yet' | 'disk-full'>> {
  if (!isSent(session, header)) return refused('not-sent')
  const original = await originalOf(session, header, 'reply')
  if (original === null) return refused('not-here-yet')
  const { messageIdHeader, inReplyTo, references, sentAt, to, cc } = original
  const quote = quoting(session)
  const { level } = await session.detecting.detect({ subject: original.subject, html: '', quoteHtml: replyQuote(original, quote), attachments: [] })
  const as = session.practice.answersAs(header)
  const named = new Set([...to, ...cc, ...header.bcc].map(({ address }) => mailboxKey(address)))
  const unseen = messageIdHeader === null ? [] : sentRoutes(session.db, messageIdHeader).filter(({ address }) => !named.has(mailboxKey(address)))
  return session.drafts.startRemovalRequest({
    sent: {
      messageId: header.id, to, cc, bcc: [...header.bcc, ...unseen.map(({ address }) => ({ name: '', address }))], sentAt, messageIdHeader, inReplyTo, references,
      subject: await subjectToName(session, original.subject),
    },
    accountId: writesWith(session, header.accountId), mailbox: as?.mailbox, ownAddresses: ownNames(session, as?.address), quote,
    inherited: inheritedFrom(session, header, { kind: 'reply', original, detection: level }),
  })
}

/** The same of a line of the outbox that a server has taken, for whom that line was. */
export async function requestRemovalOfLine(session: Session, id: string): Promise<Outcome<{ draftId: string }, 'no-such-item' | 'not-sent' | 'disk-full'>> {
  const { db } = session
  const line = delivery(db, id)
  if (line === null) return refused('no-such-item')
  if (line.state !== 'sent') return refused('not-sent')
  const { inReplyTo, references, fields, sentAs } = manuscriptOf(db, line.outgoingId)
  const { to, cc, bcc } = fields
  const isHere = new Set(line.recipients.map(({ address }) => mailboxKey(address)))
  const ofLine = (list: SentMessage['to']): SentMessage['to'] => list.filter(({ address }) => isHere.has(mailboxKey(address)))
  const conversation = classOfConversation(db, conversationOf({ inReplyTo, references }) ?? line.messageId)
  const started = session.drafts.startRemovalRequest({
    sent: {
      messageId: null, to: ofLine(to), cc: ofLine(cc), bcc: ofLine(bcc), sentAt: line.scheduledFor ?? line.createdAt, messageIdHeader: line.messageId, inReplyTo, references,
      subject: await subjectToName(session, line.subject),
    },
    accountId: line.accountId, mailbox: fields.mailbox, ownAddresses: ownNames(session, sentAs?.address), quote: quoting(session),
    // What was found when it was sent; where that was not kept it may have been anything.
    inherited: inheritedClass({ kind: 'reply', state: null, detection: line.plan?.grounds.detection ?? 'possible', conversation, isFromProfessional: false }),
  })
  return started.ok ? done({ draftId: started.value.id }) : started
}

/** Among sent mail there is no verdict; among drafts neither, but nobody got those. */
const isSent = ({ reader }: Session, { verdict, folderId }: MessageHeader): boolean =>
  verdict === null && reader.folders().find(({ id }) => id === folderId)?.role !== 'drafts'

/** PHI-04: only a subject in which nothing about somebody's health is found. */
async function subjectToName({ detecting }: Session, subject: string): Promise<string | null> {
  const bare = withoutTriggers(subject).trim()
  if (bare === '') return null
  const { level } = await detecting.detect({ subject: bare, html: '', quoteHtml: null, attachments: [] })
  return level === 'none' ? bare : null
}
