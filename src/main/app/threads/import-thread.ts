import { parentPort, workerData } from 'node:worker_threads'
import { readContacts } from '../../address-book/import/read-contacts.ts'
import type { FromImport, ImportStart } from './import-messages.ts'

/** Reads one file of contacts, away from the main thread: the host ends this thread when the file takes too long. */
if (parentPort === null) throw new Error('the import thread runs as a worker')
parentPort.postMessage(readContacts((workerData as ImportStart).bytes) satisfies FromImport)
