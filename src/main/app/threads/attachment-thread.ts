import { parentPort, workerData } from 'node:worker_threads'
import { AttachmentWords } from '../../mailbox/attachment-words.ts'
import type { ReadPdf } from '../../mime/attachment-text.ts'
import { OPEN_DOCUMENTS_MS, PDF_WORDS_MS } from './attachment-limits.ts'
import type { AttachmentStart, FromAttachments, ToAttachments } from './attachment-messages.ts'
import { startPdfReader } from './pdf-host.ts'

/**
 * Opens the attachments of one message at a time, which may be hostile: the host ends this thread when one takes too long. PDFs are
 * opened in a thread of their own below this one.
 */
const port = parentPort
if (port === null) throw new Error('the attachment thread runs as a worker')
const { directory, segmentKey } = workerData as AttachmentStart
const pdfs = startPdfReader({ wordsWithinMs: PDF_WORDS_MS })
let begun = 0
let skipped = 0
const inTime: ReadPdf = (bytes) => {
  if (performance.now() - begun <= OPEN_DOCUMENTS_MS) return pdfs.read(bytes)
  skipped += 1
  return Promise.resolve(null)
}
const words = new AttachmentWords({ directory, segmentKey, readPdf: inTime })
segmentKey.fill(0)

port.on('message', ({ place }: ToAttachments) => {
  begun = performance.now()
  const before = pdfs.brokenOff + skipped
  void words.of(place).then((opening) => {
    // Nothing was found, but not everything was looked at either.
    const isCut = opening.kind === 'unreadable' && pdfs.brokenOff + skipped > before
    port.postMessage((isCut ? { kind: 'failed' } : opening) satisfies FromAttachments)
  })
})
