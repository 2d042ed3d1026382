import { parentPort } from 'node:worker_threads'
import { pdfText } from '../../mime/pdf-text.ts'

/** Opens one PDF at a time, which may be hostile: whoever started this thread ends it when one takes too long. */
const port = parentPort
if (port === null) throw new Error('the PDF thread runs as a worker')
port.on('message', (bytes: Uint8Array) => {
  void pdfText(bytes).then((text) => { port.postMessage(text) })
})
