import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { AnswerKind, Original, OriginalAttachment } from '../drafts/answer.ts'
import { htmlToText } from '../mime/html-to-text.ts'
import { ATTACHMENT_PIECE_BYTES } from '../../shared/limits.ts'
import type { Session } from './session.ts'
import { bringBack } from './bring-back.ts'

async function* piecesOf({ reading }: Session, messageId: number, partId: string): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ;) {
    const piece = await reading.ask({ kind: 'part', messageId, partId, offset, limit: ATTACHMENT_PIECE_BYTES })
    if (piece.kind !== 'piece') throw new Error('an attachment went away while it was copied')
    if (piece.bytes.length > 0) yield piece.bytes
    offset += piece.bytes.length
    if (piece.bytes.length === 0 || offset >= piece.totalBytes) return
  }
}

/**
 * The message that somebody answers or passes on, or null while its raw bytes are not (all) here. With all its attachments, those
 * that were drawn inside it too: the quote is plain text, and whoever gets it must not miss a picture.
 */
export async function originalOf(session: Session, header: MessageHeader, kind: AnswerKind): Promise<Original | null> {
  const first = await session.reading.ask({ kind: 'message', messageId: header.id })
  // Passed on with all that came along: what is on the server alone is fetched first.
  const isLean = kind === 'forward' && first.kind === 'content' && first.onServer.length > 0
  if (isLean && await bringBack(session, header) !== 'here') return null
  const answer = isLean ? await session.reading.ask({ kind: 'message', messageId: header.id }) : first
  // A beginning is quoted, but never passed on as if it were the whole.
  if (answer.kind !== 'content' || (kind === 'forward' && answer.isBeginning)) return null
  const { headers, text, html, attachments } = answer.content
  // A quote shows what it quotes.
  session.consulting.note(header, headers.messageId)
  return {
    messageId: header.id, from: headers.from, to: headers.to, cc: headers.cc, replyTo: headers.replyTo, subject: header.subject,
    sentAt: header.sentAt ?? header.receivedAt,
    text: text ?? (html === null ? '' : htmlToText(html)),
    messageIdHeader: headers.messageId, inReplyTo: headers.inReplyTo, references: headers.references,
    attachments: attachments.map(({ partId, name, type }): OriginalAttachment =>
      ({ name, type, open: () => piecesOf(session, header.id, partId) })),
  }
}
