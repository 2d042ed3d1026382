import { MAX_SHOWN_CHARS } from '../../shared/limits.ts'
import { asBuffer, plainBytes } from './bytes.ts'
import { messageForms } from './message-body.ts'
import type { MimeNotice, MimePart } from './part.ts'
import { partText } from './part-text.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { walkMessage } from './walk.ts'
import type { Walked } from './walk.ts'

export type { MimeNotice } from './part.ts'

/** A part that can be saved, or that is drawn inside the message (`inline`: the HTML names its Content-ID). */
export type Attachment = {
  readonly partId: string
  /** Safe to show and to save, never empty. */
  readonly name: string
  /** Media type, lower case, as the message claims it. */
  readonly type: string
  /** Bytes when decoded; an estimate for malformed base64. */
  readonly size: number
  readonly contentId: string | null
  readonly inline: boolean
}

export type MessageHeaders = Pick<
  Walked, 'subject' | 'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'bcc' | 'date' | 'messageId' | 'inReplyTo' | 'references'
>

/** One message to be shown. At least one of `html`, `text`, `attachments` and `notices` says something. */
export type ReadMessage = {
  readonly headers: MessageHeaders
  /** As it was sent: **not** sanitised, which is the work of the window that draws it. */
  readonly html: string | null
  readonly text: string | null
  readonly attachments: readonly Attachment[]
  readonly notices: readonly MimeNotice[]
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf', 'application/zip': 'zip', 'application/msword': 'doc', 'application/rtf': 'rtf', 'application/json': 'json',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx', 'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx', 'application/xml': 'xml', 'application/dicom': 'dcm',
  'application/pkcs7-signature': 'p7s', 'application/x-pkcs7-signature': 'p7s', 'application/pkcs7-mime': 'p7m', 'application/pgp-signature': 'asc',
  'application/ms-tnef': 'dat', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/tiff': 'tif', 'image/svg+xml': 'svg',
  'image/webp': 'webp', 'image/heic': 'heic', 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'video/mp4': 'mp4', 'text/plain': 'txt', 'text/html': 'html',
  'text/csv': 'csv', 'text/calendar': 'ics', 'text/vcard': 'vcf', 'text/xml': 'xml', 'text/rtf': 'rtf', 'message/rfc822': 'eml',
  'message/delivery-status': 'txt', 'message/disposition-notification': 'txt', 'text/rfc822-headers': 'txt',
}

/** A name for what came without one. Dutch, as the person who saves it reads it. */
const nameOf = ({ fileName, type, path }: MimePart): string => fileName ?? `bijlage-${path.replaceAll('.', '-')}.${EXTENSIONS[type] ?? 'bin'}`

/** Every Content-ID that the HTML draws, percent signs decoded (RFC 2392). One pass, however many parts there are. */
function drawnIds(html: string): Set<string> {
  const ids = new Set<string>()
  for (const [, id = ''] of html.matchAll(/cid:([^\s"'<>()]{1,300})/gi)) {
    ids.add(id)
    try {
      ids.add(decodeURIComponent(id.replaceAll('&amp;', '&')))
    } catch {
      // Not percent-encoded after all: the plain form stands.
    }
  }
  return ids
}

/** Reads one raw message for showing (RFC 5322, MIME). Never throws; texts past the limits are cut and told. */
export function readMessage(raw: Uint8Array): ReadMessage {
  const bytes = asBuffer(raw)
  const { parts, notices: walkNotices, hasAttachments: _, bodyStart: __, ...headers } = walkMessage(raw)
  const notices = new Set<MimeNotice>(walkNotices)
  let left = MAX_SHOWN_CHARS
  const { html, text } = messageForms(parts, (part) => {
    const shown = partText(bytes, part, left * 4)
    const cut = shown.text.slice(0, left).toWellFormed()
    left -= cut.length
    for (const notice of shown.notices) notices.add(notice)
    if (cut.length < shown.text.length) notices.add('text-cut')
    return cut
  })
  const drawn = html === null ? new Set<string>() : drawnIds(html)
  const attachments = parts.filter(({ role }) => role === 'attached' || role === 'inline').map((part): Attachment => ({
    partId: part.path, name: nameOf(part), type: part.type, size: part.size, contentId: part.contentId,
    inline: part.role === 'inline' && part.contentId !== null && drawn.has(part.contentId),
  }))
  return { headers, html, text, attachments, notices: [...notices] }
}

export type ReadPart =
  | { readonly kind: 'part'; readonly bytes: Uint8Array; readonly type: string; readonly name: string; readonly broken: boolean }
  | { readonly kind: 'no-such-part' }

/**
 * One part's bytes as they were before transport; a view of `raw` where nothing was encoded. `broken` when its base64 was
 * damaged: what could be read is given. Multiparts cannot be asked for.
 */
export function readPart(raw: Uint8Array, partId: string): ReadPart {
  const part = walkMessage(raw).parts.find(({ path, role }) => path === partId && role !== 'container')
  if (part === undefined) return { kind: 'no-such-part' }
  const { bytes, broken } = decodeTransfer(asBuffer(raw).subarray(part.start, part.end), part.encoding)
  return { kind: 'part', bytes: plainBytes(bytes), type: part.type, name: nameOf(part), broken }
}
