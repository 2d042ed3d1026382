import { MAX_ATTACHED_MAIL_DEPTH } from '../../shared/limits.ts'
import { ATTACHMENT_TEXT_BYTES, ATTACHMENTS_READ } from './attachment-limits.ts'
import { asBuffer } from './bytes.ts'
import type { MimePart } from './part.ts'
import { partText } from './part-text.ts'
import { readableText } from './readable-html.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { walkMessage } from './walk.ts'
import type { Walked } from './walk.ts'
import { wordDocumentText } from './word-document.ts'

/** What stands in the attachments of a message, as far as it can be read here. */
export type AttachmentTexts = {
  readonly texts: readonly string[]
  /** Attachments that hold something which was not read (PHI-10): pictures, PDF, encrypted or broken documents. */
  readonly unreadable: number
}

const WORD_TYPE = /^application\/(?:vnd\.openxmlformats-officedocument\.wordprocessingml\.|vnd\.ms-word\.document\.macroenabled)/
const WORD_NAME = /\.doc[xm]$/i
const TEXT_NAME = /\.(?:txt|csv|tsv|md|log|ics|vcf|xml|json)$/i
const PAGE_NAME = /\.html?$/i

type Way = 'plain' | 'page' | 'word' | 'none'

/** By what it calls itself, and by its name where it only says `application/octet-stream`. */
function wayToRead({ type, fileName }: MimePart): Way {
  const name = fileName ?? ''
  if (WORD_TYPE.test(type) || WORD_NAME.test(name)) return 'word'
  if (type === 'text/html' || PAGE_NAME.test(name)) return 'page'
  return type.startsWith('text/') || TEXT_NAME.test(name) ? 'plain' : 'none'
}

function textOf(raw: Buffer, part: MimePart): string | null {
  const way = wayToRead(part)
  // Encoded bytes are a third more; a longer one is not read by halves.
  if (way === 'none' || part.size > ATTACHMENT_TEXT_BYTES) return null
  if (way === 'word') return wordDocumentText(decodeTransfer(raw.subarray(part.start, part.end), part.encoding).bytes)
  const { text, notices } = partText(raw, part, part.end - part.start)
  if (notices.includes('broken-base64')) return null
  return way === 'page' ? readableText(text) : text
}

/** Signatures and the like hold no words of anybody. */
const isTechnical = ({ type }: MimePart): boolean =>
  /^application\/(?:x-)?pkcs7-signature$|^application\/pgp-signature$|^message\/(?:delivery-status|disposition-notification)$|^text\/rfc822-headers$/.test(type)

class Reading {
  readonly texts: string[] = []
  unreadable = 0
  #left = ATTACHMENTS_READ

  message(raw: Buffer, { parts }: Walked, depth: number): void {
    for (const part of parts) {
      if (part.role !== 'attached' || part.end === part.start || isTechnical(part)) continue
      if (part.type === 'message/rfc822' && part.encoding === 'identity' && depth < MAX_ATTACHED_MAIL_DEPTH) {
        const mail = raw.subarray(part.start, part.end)
        this.message(mail, walkMessage(mail), depth + 1)
      } else this.#attachment(raw, part)
    }
  }

  #attachment(raw: Buffer, part: MimePart): void {
    const text = this.#left-- > 0 ? textOf(raw, part) : null
    if (text === null) this.unreadable += 1
    else this.texts.push(text)
  }
}

/**
 * The texts of the attachments of a walked message, for detection; `raw` must be the bytes that were walked. Plain text, pages
 * and Word documents, also within attached mail (whose own words `indexText` gives). Never throws; bounded in memory and time.
 */
export function attachmentTexts(raw: Uint8Array, walked: Walked): AttachmentTexts {
  const reading = new Reading()
  reading.message(asBuffer(raw), walked, 0)
  return { texts: reading.texts, unreadable: reading.unreadable }
}
