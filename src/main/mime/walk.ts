import { parseAddressList } from '../../shared/mail/address-list.ts'
import type { Address } from '../../shared/mail/address.ts'
import { MAX_ADDRESSES, MAX_REFERENCES, MAX_SUBJECT_CHARS } from '../../shared/limits.ts'
import { parseMailDate } from '../../shared/mail/mail-date.ts'
import { parseMessageIds } from '../../shared/mail/message-id.ts'
import type { MessageId } from '../../shared/mail/message-id.ts'
import { asBuffer } from './bytes.ts'
import { decodeWords } from './encoded-words.ts'
import { fieldText, scanFields, wantedFields } from './header-fields.ts'
import type { Field } from './header-fields.ts'
import type { MimeNotice, MimePart } from './part.ts'
import { isPaperClip } from './part-roles.ts'
import { contentFacts, walkParts } from './structure.ts'

export type { MimeNotice, MimePart, PartRole, TransferEncoding } from './part.ts'

/** What a list, a conversation and the index need to know of one message. */
export type Walked = {
  readonly subject: string
  readonly from: readonly Address[]
  readonly sender: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  /** The Date header in milliseconds since 1970; null when it is missing or tells no moment. */
  readonly date: number | null
  readonly messageId: MessageId | null
  readonly inReplyTo: MessageId | null
  /** Oldest first, as the message gives them. */
  readonly references: readonly MessageId[]
  /** Every part, the containers too, in the order of the bytes; at least one. */
  readonly parts: readonly MimePart[]
  /** Whether the list shows a paper clip: drawn-in images and signatures do not count. */
  readonly hasAttachments: boolean
  /** Where the message's own header ends. */
  readonly bodyStart: number
  readonly notices: readonly MimeNotice[]
}

const FIELDS = wantedFields([
  'subject', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'date', 'message-id', 'in-reply-to', 'references',
  'content-type', 'content-transfer-encoding', 'content-disposition', 'content-id',
])

/** A header's text on one line: controls and NULs would break a list and confuse a log. */
const onOneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().toWellFormed()

class HeaderFacts {
  readonly #raw: Buffer
  readonly #fields: readonly Field[]

  constructor(raw: Buffer, fields: readonly Field[]) {
    this.#raw = raw
    this.#fields = fields
  }

  /** The first field of the name: a second one is an addition by a stranger (RFC 5322 section 3.6 allows one). */
  text(name: string): string {
    const field = this.#fields.find((candidate) => candidate.name === name)
    return field === undefined ? '' : fieldText(this.#raw, field)
  }

  addresses(name: string): readonly Address[] {
    const text = this.text(name)
    return text === '' ? [] : parseAddressList(text, decodeWords).slice(0, MAX_ADDRESSES)
  }

  ids(name: string): MessageId[] {
    const text = this.text(name)
    return text === '' ? [] : parseMessageIds(text)
  }
}

/** The first is the root of the conversation, the last are the nearest: those are kept. */
const nearest = (ids: readonly MessageId[]): readonly MessageId[] =>
  ids.length <= MAX_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)]

/**
 * One walk over the bytes of a raw message (RFC 5322, RFC 2045 to 2047, 2183, 2231): its header facts and its structure.
 * Bodies are not decoded. Never throws; work is linear in the bytes and the result stays within the limits.
 */
export function walkMessage(raw: Uint8Array): Walked {
  const bytes = asBuffer(raw)
  const { fields, bodyStart, cut } = scanFields(bytes, 0, { wanted: FIELDS })
  const { parts, notices } = walkParts(bytes, contentFacts(bytes, fields, 'text/plain'), bodyStart)
  if (cut) notices.add('headers-cut')
  if (!parts.some(({ role, start, end }) => role !== 'container' && end > start)) notices.add('no-content')
  const header = new HeaderFacts(bytes, fields)
  return {
    subject: onOneLine(decodeWords(header.text('subject'))).slice(0, MAX_SUBJECT_CHARS).toWellFormed(),
    from: header.addresses('from'),
    sender: header.addresses('sender'),
    replyTo: header.addresses('reply-to'),
    to: header.addresses('to'),
    cc: header.addresses('cc'),
    bcc: header.addresses('bcc'),
    date: parseMailDate(header.text('date')),
    messageId: header.ids('message-id')[0] ?? null,
    inReplyTo: header.ids('in-reply-to')[0] ?? null,
    references: nearest(header.ids('references')),
    parts,
    hasAttachments: parts.some(isPaperClip),
    bodyStart,
    notices: [...notices],
  }
}
