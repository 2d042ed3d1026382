import { parentPort, workerData } from 'node:worker_threads'
import type { BulkStart, ToBulk } from '../../imap/bulk/bulk-messages.ts'
import { BulkWork } from '../../imap/bulk/bulk-work.ts'

/** Copies long folders: receives, reads and seals, so that the sync thread has only the database to write. */
if (parentPort === null) throw new Error('the bulk thread runs as a worker')
const port = parentPort
const work = new BulkWork(workerData as BulkStart, (message) => { port.postMessage(message) })

async function hear(message: ToBulk): Promise<void> {
  await work.hear(message)
  if (message.kind === 'close') port.close()
}

port.on('message', (message: ToBulk) => { void hear(message) })
