import { parentPort, workerData } from 'node:worker_threads'
import { detect } from '../../../shared/norm/detection/detect.ts'
import { fileTexts, readableBytes, type AttachmentTexts } from '../../mime/attachment-text.ts'
import { htmlToText } from '../../mime/html-to-text.ts'
import { openBlobArea } from '../../store/store.ts'
import { KEPT_TEXT_CHARS } from './detect-limits.ts'
import type { DetectedFile, DetectStart, FromDetect, ToDetect } from './detect-messages.ts'
import { startPdfReader } from './pdf-host.ts'
import { ownTerms } from './term-list.ts'

/**
 * Looks for health information in what somebody is writing (PHI-01), away from the main thread. The texts of attachments are kept
 * in the memory of this thread, by the file that they came from, and nowhere else.
 */
if (parentPort === null) throw new Error('the detecting thread runs as a worker')
const port = parentPort
const { blobs: directory, blobKey, practice } = workerData as DetectStart
const blobs = openBlobArea({ directory, key: blobKey })
blobKey.fill(0)
const terms = ownTerms()
const pdfs = startPdfReader()

const UNREAD: AttachmentTexts = { texts: [], unreadable: 1 }

/** Oldest first; a file in the blob area never changes. */
const kept = new Map<string, AttachmentTexts>()
let keptChars = 0
const charsOf = ({ texts }: AttachmentTexts): number => texts.reduce((sum, text) => sum + text.length, 0)

function keep(blobId: string, found: AttachmentTexts): void {
  kept.set(blobId, found)
  keptChars += charsOf(found)
  for (const [oldest, texts] of kept) {
    if (keptChars <= KEPT_TEXT_CHARS || oldest === blobId) return
    kept.delete(oldest)
    keptChars -= charsOf(texts)
  }
}

async function textsOf({ name, type, sizeBytes, complete, blobId }: DetectedFile): Promise<AttachmentTexts> {
  const known = kept.get(blobId)
  if (known !== undefined) return known
  if (!complete || sizeBytes > readableBytes({ name, type })) return UNREAD
  const read = await blobs.readWhole(blobId)
  // Taken off meanwhile, or damaged: not what it says for good.
  if (read.kind !== 'whole') return UNREAD
  const found = await fileTexts({ name, type, bytes: read.bytes }, pdfs.read)
  keep(blobId, found)
  return found
}

async function look({ id, subject, html, quoteHtml, attachments }: ToDetect): Promise<FromDetect> {
  const files: AttachmentTexts[] = []
  for (const attachment of attachments) files.push(await textsOf(attachment))
  const { level, rules } = detect({
    subject, text: htmlToText(html + (quoteHtml ?? '')), attachments: attachments.map(({ name }) => name),
    attachmentTexts: files.flatMap(({ texts }) => texts), unreadable: files.reduce((sum, { unreadable }) => sum + unreadable, 0), practice,
  }, terms)
  return { id, found: { level, rules: [...rules], inSubject: rules.some(({ rule }) => rule === 'PHI-04') } }
}

/** In order: a second question about the same draft finds the attachments read. */
let turn: Promise<unknown> = Promise.resolve()
port.on('message', (asked: ToDetect) => {
  turn = turn.then(() => look(asked)).then((answer) => { port.postMessage(answer) })
})
