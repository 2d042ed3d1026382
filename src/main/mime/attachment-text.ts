import { MAX_ATTACHED_MAIL_DEPTH } from '../../shared/limits.ts'
import { ATTACHMENT_TEXT_BYTES, ATTACHMENTS_READ, PDF_BYTES } from './attachment-limits.ts'
import { asBuffer } from './bytes.ts'
import { decodeText } from './charset.ts'
import { indexText } from './index-text.ts'
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
  /** Attachments that hold something which was not read (PHI-10): pictures, scans, encrypted or broken documents. */
  readonly unreadable: number
}

/** Reads a PDF where a hostile one does no harm; null: it says nothing that can be read. */
export type ReadPdf = (bytes: Uint8Array) => Promise<string | null>

const WORD_TYPE = /^application\/(?:vnd\.openxmlformats-officedocument\.wordprocessingml\.|vnd\.ms-word\.document\.macroenabled)/
const WORD_NAME = /\.doc[xm]$/i
const TEXT_NAME = /\.(?:txt|csv|tsv|md|log|ics|vcf|xml|json)$/i
const PAGE_NAME = /\.html?$/i
const PDF_NAME = /\.pdf$/i
const MAIL_NAME = /\.eml$/i

type Way = 'plain' | 'page' | 'word' | 'pdf' | 'mail' | 'none'

/** By what it calls itself, and by its name where it only says `application/octet-stream`. */
function wayToRead(type: string, name: string): Way {
  if (WORD_TYPE.test(type) || WORD_NAME.test(name)) return 'word'
  if (type === 'application/pdf' || PDF_NAME.test(name)) return 'pdf'
  if (type === 'message/rfc822' || MAIL_NAME.test(name)) return 'mail'
  if (type === 'text/html' || PAGE_NAME.test(name)) return 'page'
  return type.startsWith('text/') || TEXT_NAME.test(name) ? 'plain' : 'none'
}

const mostBytes = (way: Way): number => way === 'none' ? 0 : way === 'pdf' ? PDF_BYTES : ATTACHMENT_TEXT_BYTES

/** Signatures and the like hold no words of anybody. */
const isTechnical = ({ type }: MimePart): boolean =>
  /^application\/(?:x-)?pkcs7-signature$|^application\/pgp-signature$|^message\/(?:delivery-status|disposition-notification)$|^text\/rfc822-headers$/.test(type)

/** Mail that was saved and then attached, or wrapped against the rules. */
const isPackedMail = ({ type, fileName, size, encoding }: MimePart): boolean =>
  wayToRead(type, fileName ?? '') === 'mail' && size <= ATTACHMENT_TEXT_BYTES && !(type === 'message/rfc822' && encoding === 'identity')

class Reading {
  readonly texts: string[] = []
  unreadable = 0
  readonly #readPdf: ReadPdf
  #left = ATTACHMENTS_READ

  constructor(readPdf: ReadPdf) {
    this.#readPdf = readPdf
  }

  async message(raw: Buffer, { parts }: Walked, depth: number): Promise<void> {
    for (const part of parts) {
      if (part.role !== 'attached' || part.end === part.start || isTechnical(part)) continue
      if (part.type === 'message/rfc822' && part.encoding === 'identity' && depth < MAX_ATTACHED_MAIL_DEPTH) {
        const mail = raw.subarray(part.start, part.end)
        await this.message(mail, walkMessage(mail), depth + 1)
      } else if (isPackedMail(part) && depth < MAX_ATTACHED_MAIL_DEPTH && this.#left-- > 0) {
        // The index of the message has not read this one: it stands in it as a file.
        await this.mail(decodeTransfer(raw.subarray(part.start, part.end), part.encoding).bytes, depth + 1)
      } else this.#take(this.#left-- > 0 ? await this.#ofPart(raw, part) : null)
    }
  }

  /** A mail as a file: its own words as well. */
  async mail(bytes: Buffer, depth: number): Promise<void> {
    const walked = walkMessage(bytes)
    const { body, fileNames, notices } = indexText(bytes, walked)
    this.#take(`${walked.subject}\n${body}\n${fileNames}`)
    if (notices.includes('text-cut')) this.#take(null)
    await this.message(bytes, walked, depth)
  }

  async file({ type, name, bytes }: AttachedFile): Promise<void> {
    const way = wayToRead(type, name)
    const whole = asBuffer(bytes)
    if (way === 'mail' && whole.length <= ATTACHMENT_TEXT_BYTES) await this.mail(whole, 0)
    else this.#take(whole.length > mostBytes(way) ? null : await this.#ofBytes(way, whole))
  }

  #take(text: string | null): void {
    if (text === null) this.unreadable += 1
    else this.texts.push(text)
  }

  async #ofPart(raw: Buffer, part: MimePart): Promise<string | null> {
    const way = wayToRead(part.type, part.fileName ?? '')
    // A longer one is not read by halves.
    if (part.size > mostBytes(way)) return null
    if (way === 'word' || way === 'pdf') return this.#ofBytes(way, decodeTransfer(raw.subarray(part.start, part.end), part.encoding).bytes)
    if (way !== 'plain' && way !== 'page') return null
    const { text, notices } = partText(raw, part, part.end - part.start)
    if (notices.includes('broken-base64')) return null
    return way === 'page' ? readableText(text) : text
  }

  async #ofBytes(way: Way, bytes: Buffer): Promise<string | null> {
    switch (way) {
      case 'word': return wordDocumentText(bytes)
      case 'pdf': return this.#readPdf(bytes)
      case 'plain': return decodeText(bytes, '').text
      case 'page': return readableText(decodeText(bytes, '').text)
      case 'mail': case 'none': return null
    }
  }
}

/**
 * The texts of the attachments of a walked message, for detection; `raw` must be the bytes that were walked. Plain text, pages,
 * Word documents and PDF, also within attached mail (whose own words `indexText` gives). Never rejects; bounded in memory and time
 * as far as `readPdf` is.
 */
export async function attachmentTexts(raw: Uint8Array, walked: Walked, readPdf: ReadPdf): Promise<AttachmentTexts> {
  const reading = new Reading(readPdf)
  await reading.message(asBuffer(raw), walked, 0)
  return { texts: reading.texts, unreadable: reading.unreadable }
}

/** A file that is not part of a message yet. */
export type AttachedFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }

/** The same of one file; a mail as a file counts with its own words and attachments. */
export async function fileTexts(file: AttachedFile, readPdf: ReadPdf): Promise<AttachmentTexts> {
  const reading = new Reading(readPdf)
  await reading.file(file)
  return { texts: reading.texts, unreadable: reading.unreadable }
}

/** How many bytes of a file are worth opening for its text; 0: it has none that we can read. */
export const readableBytes = ({ type, name }: Pick<AttachedFile, 'type' | 'name'>): number => mostBytes(wayToRead(type, name))
