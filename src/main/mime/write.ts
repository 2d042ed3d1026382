import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWord } from 'nodemailer/lib/mime-funcs'
import { ENCODE_PIECE_BYTES, MAX_NAME_CHARS, MAX_OUTGOING_BYTES } from '../../shared/limits.ts'
import { cleanName, isMailAddress } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import { safeFileName } from '../../shared/mail/file-name.ts'
import { isMessageId } from '../../shared/mail/message-id.ts'
import type { MessageId } from '../../shared/mail/message-id.ts'
import { asBuffer } from './bytes.ts'

export type OutgoingAttachment = {
  readonly name: string
  /** Media type; a wrong one becomes `application/octet-stream`. */
  readonly type: string
  readonly content: Uint8Array
  /** Without angle brackets; given for an image that the HTML draws as `cid:`. */
  readonly contentId?: string
}

/** A message as its author means it. There is no bcc: hidden recipients exist in the envelope only. */
export type OutgoingMessage = {
  readonly from: Address
  /** Who typed it, when that is another than `from`. */
  readonly sender?: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly date: Date
  /** Without angle brackets, at the sender's own domain. */
  readonly messageId: MessageId
  readonly inReplyTo?: MessageId
  readonly references?: readonly MessageId[]
  readonly text: string
  /** '' for a plain message. */
  readonly html: string
  readonly attachments: readonly OutgoingAttachment[]
}

/** Which field was at fault; never its value, because this may be logged. */
export type RefusedField = 'from' | 'sender' | 'to' | 'cc' | 'subject' | 'message-id' | 'references' | 'attachment' | 'size'

export type Written =
  | { readonly kind: 'written'; readonly raw: Uint8Array }
  | { readonly kind: 'refused'; readonly field: RefusedField; readonly why: 'line-break' | 'not-an-address' | 'not-an-id' | 'too-large' }

type Refusal = Extract<Written, { kind: 'refused' }>

/** What would end a header line and begin another of a stranger's choosing. */
const hasLineBreak = (text: string): boolean => /[\r\n\0]/.test(text)

/** Only what every server carries: a local part beyond ASCII needs SMTPUTF8 on all hops (RFC 6531). */
const isWritable = (address: string): boolean => isMailAddress(address) && /^[!-~]+@/.test(address)

function refusedAddress(field: RefusedField, addresses: readonly Address[]): Refusal | null {
  for (const { name, address } of addresses) {
    if (hasLineBreak(name) || hasLineBreak(address)) return { kind: 'refused', field, why: 'line-break' }
    if (name.length > MAX_NAME_CHARS) return { kind: 'refused', field, why: 'too-large' }
    if (!isWritable(address)) return { kind: 'refused', field, why: 'not-an-address' }
  }
  return null
}

function refusedAttachment({ name, type, contentId = '' }: OutgoingAttachment): Refusal | null {
  if ([name, type, contentId].some(hasLineBreak)) return { kind: 'refused', field: 'attachment', why: 'line-break' }
  return contentId === '' || /^[!-;=?-~]{1,400}$/.test(contentId) ? null : { kind: 'refused', field: 'attachment', why: 'not-an-id' }
}

/** Four letters for three bytes and a line end for each 76 of them. */
const ENCODED_GROWTH = 1.37

function refusal(message: OutgoingMessage): Refusal | null {
  const { from, sender, to, cc, subject, messageId, inReplyTo, references = [], text, html, attachments } = message
  const bytes = attachments.reduce((sum, { content }) => sum + content.length, text.length + html.length) * ENCODED_GROWTH
  if (bytes > MAX_OUTGOING_BYTES) return { kind: 'refused', field: 'size', why: 'too-large' }
  if (hasLineBreak(subject)) return { kind: 'refused', field: 'subject', why: 'line-break' }
  if (!isMessageId(messageId)) return { kind: 'refused', field: 'message-id', why: 'not-an-id' }
  if (![...references, ...(inReplyTo === undefined ? [] : [inReplyTo])].every(isMessageId)) {
    return { kind: 'refused', field: 'references', why: 'not-an-id' }
  }
  return refusedAddress('from', [from]) ?? refusedAddress('sender', sender === undefined ? [] : [sender])
    ?? refusedAddress('to', to) ?? refusedAddress('cc', cc)
    ?? attachments.map(refusedAttachment).find((found) => found !== null) ?? null
}

/** A name that looks like an RFC 2047 word would be read as what it encodes. */
const shown = ({ name, address }: Address): { name: string; address: string } =>
  ({ name: cleanName(name.toWellFormed()).replaceAll('=?', '= ?'), address })

/** The subject as it goes over the wire. What cannot be folded at blanks, or looks like an encoded word, is encoded whole. */
export function subjectLine(subject: string): string {
  const line = subject.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const isPlain = /^[ -~]*$/.test(line) && !line.includes('=?') && !/[!-~]{70}| {3}/.test(line)
  return isPlain ? line : encodeWord(line, /^[ -~\u00a0-\u024f]*$/.test(line) ? 'Q' : 'B', 52)
}

/** Mail within mail may not be encoded (RFC 2046 section 5.2.1), so it goes as mail only if every server carries it as it is. */
function isCleanMail(content: Uint8Array): boolean {
  let line = 0
  for (let at = 0; at < content.length; at++) {
    const byte = content[at] ?? 0
    if (byte === 0 || byte > 0x7f || (byte === 0x0a) !== (content[at - 1] === 0x0d) || ++line > 998) return false
    if (byte === 0x0a) line = 0
  }
  return content.at(-1) === 0x0a
}

/** The type that an attachment may truthfully claim. */
function claimedType({ type, content }: OutgoingAttachment): string {
  const claimed = type.toLowerCase().trim()
  if (!/^[a-z0-9][\w!#$&^.+-]{0,60}\/[a-z0-9][\w!#$&^.+-]{0,100}$/.test(claimed) || claimed.startsWith('multipart/')) return 'application/octet-stream'
  if (!claimed.startsWith('message/')) return claimed
  return claimed === 'message/rfc822' && isCleanMail(content) ? claimed : 'application/octet-stream'
}

/** With a turn of the loop between two pieces: encoding a large file at once would hold up everything else in this thread. */
async function* inTurns(content: Uint8Array): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += ENCODE_PIECE_BYTES) {
    if (at > 0) await nextTurn()
    yield asBuffer(content.subarray(at, at + ENCODE_PIECE_BYTES))
  }
}

/** The pieces of the finished message as one, likewise in turns. */
async function joined(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let [at, turnAt] = [0, JOINED_AT_ONCE_BYTES]
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
    if (at < turnAt) continue
    turnAt = at + JOINED_AT_ONCE_BYTES
    await nextTurn()
  }
  return whole
}

/** Copying is a hundred times faster than encoding. */
const JOINED_AT_ONCE_BYTES = 16 * ENCODE_PIECE_BYTES

function composed(attachment: OutgoingAttachment, isHtml: boolean) {
  const contentType = claimedType(attachment)
  const isInline = attachment.contentId !== undefined && isHtml
  return {
    filename: safeFileName(attachment.name) || 'bijlage.bin',
    contentType,
    contentTransferEncoding: contentType === 'message/rfc822' ? '7bit' : 'base64',
    contentDisposition: isInline ? 'inline' : 'attachment',
    content: attachment.content.length <= ENCODE_PIECE_BYTES ? asBuffer(attachment.content) : Readable.from(inTurns(attachment.content), { objectMode: false }),
    ...(attachment.contentId === undefined ? {} : { cid: attachment.contentId }),
  }
}

/** Line ends as the wire wants them; text without a NUL, which no server carries (RFC 5321 section 4.5.2). */
const onTheWire = (text: string): string => text.toWellFormed().replaceAll('\0', '').replace(/\r\n?|\n/g, '\r\n')

/**
 * The raw message (RFC 5322, 7-bit, CRLF) of what somebody wrote: plain text with its rich form beside it, images that are
 * drawn in it, attachments. No host, client or hidden recipient is in its headers (NTA-6.1.11). A line break in a header
 * value, a bad address or id and too much content are refused, naming the field.
 */
export async function writeMessage(message: OutgoingMessage): Promise<Written> {
  const refused = refusal(message)
  if (refused !== null) return refused
  const { from, sender, to, cc, date, messageId, inReplyTo, references = [], text, html, attachments } = message
  const subject = subjectLine(message.subject)
  // A message ends in a line end of its own; that of the one part that it may be stays the part's.
  const lineEnd = attachments.length === 0 && (html === '' || text === '') ? '\n' : ''
  const composer = new MailComposer({
    from: shown(from),
    ...(sender === undefined ? {} : { sender: shown(sender) }),
    to: to.map(shown),
    cc: cc.map(shown),
    ...(subject === '' ? {} : { headers: { Subject: { value: subject, prepared: true, foldLines: true } } }),
    date,
    messageId: `<${messageId}>`,
    ...(inReplyTo === undefined ? {} : { inReplyTo: `<${inReplyTo}>` }),
    ...(references.length === 0 ? {} : { references: references.map((id) => `<${id}>`) }),
    text: text === '' && html !== '' ? '' : onTheWire(text + lineEnd),
    html: html === '' ? '' : onTheWire(html + lineEnd),
    attachments: attachments.map((attachment) => composed(attachment, html !== '')),
    // Not 7bit with format=flowed, which changes blanks at line ends; and `=_` cannot occur in quoted-printable or base64.
    encoding: 'quoted-printable',
    boundaryPrefix: '=_',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const pieces: Uint8Array[] = []
  for await (const piece of composer.compile().createReadStream() as AsyncIterable<Uint8Array>) pieces.push(piece)
  return { kind: 'written', raw: await joined(pieces) }
}
