import { MAX_INDEX_CHARS } from '../../shared/limits.ts'
import { attachmentTexts, type ReadPdf } from '../mime/attachment-text.ts'
import { WIDTHLESS } from '../mime/snippet.ts'
import { walkMessage } from '../mime/walk.ts'
import { indexedWords, type IndexedWords } from './indexed-words.ts'
import { readFacts } from './message-facts.ts'
import { SegmentReader, type Place } from './segment-files.ts'

/** A message whose attachments nobody has opened for the index yet, and where its bytes lie. */
export interface Unopened {
  readonly messageId: number
  readonly place: Place
}

/** What came of opening them. `unreadable`: nothing in them can be read here: pictures, scans, broken or hostile documents. */
export type Opening =
  | { readonly kind: 'read' | 'partly'; readonly words: IndexedWords }
  | { readonly kind: 'unreadable' }
  /** Broken off, for what may pass; nothing is known of what stands inside. */
  | { readonly kind: 'failed' }

export type Opened = Unopened & { readonly opening: Opening }

/** A word that a printer broke at the end of a line; from the beginning of a word only, or a long run of letters would be read again from each of them. */
const BROKEN = /(?<!\p{L})(\p{L}{1,60})-\r?\n(\p{Ll}\p{L}{0,60})/gu
const mended = (text: string): string => [text, ...Array.from(text.matchAll(BROKEN), ([, head, tail]) => `${head ?? ''}${tail ?? ''}`)].join('\n')

export interface AttachmentWordsOptions {
  readonly directory: string
  readonly segmentKey: Uint8Array
  /** Opens a PDF where a hostile one does no harm. */
  readonly readPdf: ReadPdf
}

/** Opens the attachments of messages for the index. What it finds stays in memory, and goes into the sealed index only. */
export class AttachmentWords {
  readonly #segments: SegmentReader
  readonly #readPdf: ReadPdf

  constructor({ directory, segmentKey, readPdf }: AttachmentWordsOptions) {
    this.#segments = new SegmentReader(directory, segmentKey)
    this.#readPdf = readPdf
  }

  /** Never rejects for what is in the message; bounded as far as `readPdf` is. */
  async of(place: Place): Promise<Opening> {
    const found = this.#segments.read(place)
    if (found.kind !== 'raw') return { kind: 'failed' }
    const { texts, unreadable } = await attachmentTexts(found.raw, walkMessage(found.raw), this.#readPdf)
    const inside = mended(texts.join('\n').slice(0, MAX_INDEX_CHARS)).replace(WIDTHLESS, '').toWellFormed()
    if (inside.trim() === '') return { kind: 'unreadable' }
    return { kind: unreadable === 0 ? 'read' : 'partly', words: indexedWords(readFacts(found.raw), inside) }
  }

  close(): void {
    this.#segments.close()
  }
}
