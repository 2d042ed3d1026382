import { parentPort, workerData } from 'node:worker_threads'
import { pdfText, pdfWords } from '../../mime/pdf-text.ts'
import type { PdfStart } from './pdf-host.ts'

/** Opens one PDF at a time, which may be hostile: whoever started this thread ends it when one takes too long. */
const port = parentPort
if (port === null) throw new Error('the PDF thread runs as a worker')
const { wordsWithinMs } = workerData as PdfStart
const textOf = (bytes: Uint8Array): Promise<string | null> => (wordsWithinMs === null ? pdfText(bytes) : pdfWords(bytes, wordsWithinMs))
port.on('message', (bytes: Uint8Array) => {
  void textOf(bytes).then((text) => { port.postMessage(text) })
})
