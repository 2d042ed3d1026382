import { MAX_ATTACHED_MAIL_DEPTH, MAX_INDEX_BYTES, MAX_INDEX_CHARS } from '../../shared/limits.ts'
import { asBuffer } from './bytes.ts'
import type { MimeNotice, MimePart } from './part.ts'
import { partText } from './part-text.ts'
import { readableText } from './readable-html.ts'
import { snippetOf, WIDTHLESS } from './snippet.ts'
import { walkMessage } from './walk.ts'
import type { Walked } from './walk.ts'

/** What the index takes of one message besides its header facts. */
export type IndexText = {
  /** Everything a person can read in it, mail within mail included, for a tokenizer: not for showing. */
  readonly body: string
  /** Names of the attachments, one a line. */
  readonly fileNames: string
  /** The first useful words, without quotes and signature; fit to show. */
  readonly snippet: string
  readonly notices: readonly MimeNotice[]
}

/** After so many lines that differ, the two forms of a message are two texts, and comparing on costs more than it saves. */
const MOST_MISSES = 30

/**
 * The lines of `plain` that `page` does not say: an alternative mostly repeats the page, and every word twice in the index
 * costs as much as the first time.
 */
function linesMissing(plain: string, page: string): string {
  const flat = page.replaceAll('\n', ' ')
  const missing: string[] = []
  let cursor = 0
  for (let at = 0; at < plain.length;) {
    if (missing.length >= MOST_MISSES) return `${missing.join('\n')}\n${plain.slice(at)}`
    const lineFeed = plain.indexOf('\n', at)
    const end = lineFeed === -1 ? plain.length : lineFeed
    const line = plain.slice(at, end).trim()
    at = end + 1
    if (line === '') continue
    const ahead = flat.indexOf(line, cursor)
    if (ahead !== -1) cursor = ahead + line.length
    else missing.push(line)
  }
  return missing.join('\n')
}

class IndexWalk {
  readonly notices = new Set<MimeNotice>()
  readonly fileNames: string[] = []
  #bytesLeft = MAX_INDEX_BYTES

  /** The text of all parts with one role. */
  texts(raw: Buffer, parts: readonly MimePart[], role: 'text' | 'html'): string {
    const found: string[] = []
    for (const part of parts) {
      if (part.role !== role || this.#bytesLeft <= 0) continue
      const { text, notices } = partText(raw, part, this.#bytesLeft)
      this.#bytesLeft -= part.end - part.start
      for (const notice of notices) this.notices.add(notice)
      found.push(role === 'html' ? readableText(text) : text)
    }
    return found.join('\n')
  }

  message(raw: Buffer, walked: Walked, depth: number): { body: string; plain: string; page: string } {
    const page = this.texts(raw, walked.parts, 'html')
    const plain = this.texts(raw, walked.parts, 'text')
    const bodies = [page === '' ? plain : plain === '' ? page : `${page}\n${linesMissing(plain, page)}`]
    for (const part of walked.parts) {
      if (part.fileName !== null) this.fileNames.push(part.fileName)
      if (part.type !== 'message/rfc822' || part.encoding !== 'identity' || depth >= MAX_ATTACHED_MAIL_DEPTH) continue
      const mail = raw.subarray(part.start, part.end)
      const inner = walkMessage(mail)
      bodies.push(inner.subject, this.message(mail, inner, depth + 1).body)
    }
    return { body: bodies.join('\n'), plain, page }
  }
}

/**
 * Decodes the texts of a walked message for the index; `raw` must be the bytes that were walked. Attachments are not
 * decoded. Never throws; what lies beyond the limits is left out and told (`text-cut`).
 */
export function indexText(raw: Uint8Array, walked: Walked): IndexText {
  const walk = new IndexWalk()
  const { body, plain, page } = walk.message(asBuffer(raw), walked, 0)
  if (body.length > MAX_INDEX_CHARS) walk.notices.add('text-cut')
  const fromPlain = snippetOf(plain)
  return {
    body: body.slice(0, MAX_INDEX_CHARS).replace(WIDTHLESS, '').toWellFormed(),
    fileNames: walk.fileNames.join('\n'),
    snippet: fromPlain === '' ? snippetOf(page) : fromPlain,
    notices: [...walk.notices],
  }
}
