import type { HandlerOutcome, OutputOf, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { ReadMessage } from '../mime/read.ts'
import { messageIdsOf } from './message-ids.ts'
import type { Session } from './session.ts'
import { bringBack } from './bring-back.ts'

type Shown = OutputOf<'mail.message'>

/** What the list already knows; the rest comes from the raw message, in a thread of its own. */
const facts = (header: MessageHeader): Omit<Shown, 'content' | 'attachments'> => ({
  id: header.id, accountId: header.accountId, folderId: header.folderId,
  from: [...header.from], sender: header.sender[0] ?? null, replyTo: [...header.replyTo], to: [...header.to], cc: [...header.cc],
  subject: header.subject, sentAt: header.sentAt, receivedAt: header.receivedAt,
  seen: header.seen, flagged: header.flagged, answered: header.answered, verdict: header.verdict,
})

const shown = (header: MessageHeader, { html, text, notices, attachments }: ReadMessage, { isBeginning, onServer }: { isBeginning: boolean; onServer: readonly string[] }): Shown => ({
  ...facts(header),
  content: { kind: 'ready', html, text, notices: [...(isBeginning ? ['too-large'] : []), ...notices] },
  // The last one of a beginning is a stump: not to be saved as if it were whole.
  attachments: attachments.slice(0, isBeginning ? -1 : undefined).map(({ partId, name, type, size, contentId, inline }) => ({ partId, name, type, sizeBytes: size, contentId, inline, isOnServer: onServer.includes(partId) })),
})

/** One message to be read. Its headers are always there; the body may still be on its way, or broken beyond reading. */
export async function openMessage(session: Session, messageId: number): Promise<HandlerOutcome<'mail.message'>> {
  const header = session.reader.header(messageId)
  if (header === null) return refused('no-such-message')
  const answer = await session.reading.ask({ kind: 'message', messageId })
  switch (answer.kind) {
    case 'content':
      session.consulting.note(header, answer.content.headers.messageId)
      return done(shown(header, answer.content, answer))
    case 'absent':
      session.sync.tell({ kind: 'fetch-whole', accountId: header.accountId, messageId })
      return done({ ...facts(header), content: { kind: 'fetching' }, attachments: [] })
    case 'message-ids':
    case 'piece':
    case 'on-server':
    case 'no-such-part':
    case 'unreadable': return done({ ...facts(header), content: { kind: 'unreadable' }, attachments: [] })
  }
}

const notBack = { closed: 'on-server', gone: 'gone-from-server', differs: 'differs-from-server' } as const

/** A piece of one decoded part, as much as the wire carries comfortably. */
export async function partPiece(session: Session, input: ParsedInputOf<'mail.part'>): Promise<HandlerOutcome<'mail.part'>> {
  const header = session.reader.header(input.messageId)
  if (header === null) return refused('no-such-message')
  const first = await session.reading.ask({ kind: 'part', ...input })
  const back = first.kind === 'on-server' ? await bringBack(session, header) : 'here'
  if (back !== 'here') return refused(notBack[back])
  const answer = first.kind === 'on-server' ? await session.reading.ask({ kind: 'part', ...input }) : first
  switch (answer.kind) {
    case 'piece': {
      if (!session.consulting.isNoted(header)) session.consulting.note(header, (await messageIdsOf(session, [header.id]))[0] ?? null)
      const { type, name, totalBytes, bytes } = answer
      return done({ type, name, totalBytes, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url') })
    }
    case 'on-server':
    case 'absent': return refused('not-here-yet')
    case 'content':
    case 'message-ids':
    case 'no-such-part':
    case 'unreadable': return refused('no-such-part')
  }
}
