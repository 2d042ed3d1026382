import { getDocumentProxy } from 'unpdf'
import { PDF_BYTES, PDF_CHARS, PDF_PAGES, PDF_SEARCHED_PAGES } from './attachment-limits.ts'

type Document = Awaited<ReturnType<typeof getDocumentProxy>>

/** Nothing is fetched, drawn or run: only the text is asked for, of the bytes that are there. */
const OPTIONS = { useSystemFonts: false, disableFontFace: true, isEvalSupported: false, enableXfa: false, useWasm: false, useWorkerFetch: false, stopAtErrors: false, verbosity: 0 }

/** What was filled in or noted on a page: referral forms are PDFs with fields. */
const writtenIn = (annotation: object): string[] =>
  ['fieldValue', 'contents'].map((key) => (annotation as Readonly<Record<string, unknown>>)[key]).filter((value) => typeof value === 'string')

async function textOfPage(document: Document, number: number): Promise<string> {
  const page = await document.getPage(number)
  const { items } = await page.getTextContent()
  const annotations = await page.getAnnotations() as object[]
  page.cleanup()
  const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
  return [text, ...annotations.flatMap(writtenIn)].join('\n')
}

/** The title that office programs write into the file; readers show it above the text. */
async function titleOf(document: Document): Promise<string> {
  const { info } = await document.getMetadata()
  return ['Title', 'Subject', 'Keywords'].map((key) => (info as Readonly<Record<string, unknown>>)[key]).filter((value) => typeof value === 'string').join('\n')
}

/** Null when a page holds no text at all: a scan, of which nobody knows what it says. */
async function wholeText(document: Document): Promise<string | null> {
  if (document.numPages > PDF_PAGES) return null
  const pages = [await titleOf(document)]
  let length = 0
  for (let number = 1; number <= document.numPages; number++) {
    const text = await textOfPage(document, number)
    length += text.length
    if (text.trim() === '' || length > PDF_CHARS) return null
    pages.push(text)
  }
  return pages.join('\n')
}

/** What can be read of it: pages that are broken or pictures are passed over, and what lies beyond the limits is left. */
async function anyText(document: Document, until: number): Promise<string | null> {
  const pages = [await titleOf(document).catch(() => '')]
  let length = 0
  for (let number = 1; number <= Math.min(document.numPages, PDF_SEARCHED_PAGES) && length < PDF_CHARS && Date.now() < until; number++) {
    const text = await textOfPage(document, number).catch(() => '')
    length += text.length
    pages.push(text)
  }
  const text = pages.join('\n').slice(0, PDF_CHARS)
  return text.trim() === '' ? null : text
}

async function reading(bytes: Uint8Array, textOf: (document: Document) => Promise<string | null>): Promise<string | null> {
  if (bytes.length > PDF_BYTES) return null
  let document: Document
  try {
    // The library keeps what it is given: a copy of its own.
    document = await getDocumentProxy(Uint8Array.from(bytes), OPTIONS)
  } catch {
    return null
  }
  try {
    return await textOf(document)
  } catch {
    return null
  } finally {
    await document.loadingTask.destroy()
  }
}

/**
 * The text of a PDF; null when it is none, is encrypted or broken, has a page without text, or is larger than the limits.
 * A hostile one may take long and much memory: run it in a thread that can be ended.
 */
export const pdfText = (bytes: Uint8Array): Promise<string | null> => reading(bytes, wholeText)

/**
 * As much of a PDF as can be read within `ms`, for the index: a scanned page hides nothing of the others. Null: nothing. The time is
 * looked at between pages; one page of a hostile file may take any: run it in a thread that can be ended.
 */
export const pdfWords = (bytes: Uint8Array, ms: number): Promise<string | null> => reading(bytes, (document) => anyText(document, Date.now() + ms))
