import { Worker } from 'node:worker_threads'
import type { BulkStart } from '../../imap/bulk/bulk-messages.ts'
import { workerFile } from './worker-file.ts'

/** Starts the thread that copies long folders. */
export const startBulkThread = (start: BulkStart): Worker =>
  new Worker(workerFile('bulk-thread'), { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: 8 } })
