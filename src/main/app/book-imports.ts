import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Outcome } from '../../shared/contract/declare.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Read } from '../address-book/import/candidate.ts'
import { IMPORT_BYTES, IMPORT_MEMORY_MB, IMPORT_MS } from '../address-book/limits.ts'
import type { FromImport, ImportStart } from './threads/import-messages.ts'
import { workerFile } from './threads/worker-file.ts'

type Unreadable = 'no-columns' | 'empty' | 'not-contacts' | 'took-too-long'

/** A file of contacts on its way in: one at a time, in memory only. */
export interface BookImports {
  begin(sizeBytes: number): Outcome<{ importId: string }, 'too-large' | 'empty'>
  add(piece: { importId: string; offset: number; bytes: Uint8Array }): Outcome<{ complete: boolean }, 'no-such-import' | 'out-of-order'>
  /** Reads it, once; asked again it gives the same. */
  read(importId: string): Promise<Outcome<{ rows: readonly Read[]; isCut: boolean }, 'no-such-import' | Unreadable>>
  drop(importId: string): void
  /** Forgets what is there and ends what is being read. */
  close(): Promise<void>
}

interface Import { readonly id: string; readonly bytes: Uint8Array; filled: number; found: Promise<FromImport | 'took-too-long'> | null }

export function createBookImports(): BookImports {
  let current: Import | null = null
  const reading = new Set<Worker>()
  const of = (id: string): Import | null => (current?.id === id ? current : null)
  const forget = (): void => {
    current?.bytes.fill(0)
    current = null
  }
  return {
    begin(sizeBytes) {
      if (sizeBytes > IMPORT_BYTES) return refused('too-large')
      if (sizeBytes === 0) return refused('empty')
      forget()
      current = { id: randomUUID(), bytes: new Uint8Array(sizeBytes), filled: 0, found: null }
      return done({ importId: current.id })
    },
    add({ importId, offset, bytes }) {
      const found = of(importId)
      if (found === null) return refused('no-such-import')
      if (offset !== found.filled || offset + bytes.length > found.bytes.length) return refused('out-of-order')
      found.bytes.set(bytes, offset)
      found.filled += bytes.length
      return done({ complete: found.filled === found.bytes.length })
    },
    async read(importId) {
      const found = of(importId)
      if (found === null || found.filled < found.bytes.length) return refused('no-such-import')
      found.found ??= readInThread(found.bytes, reading)
      const file = await found.found
      if (of(importId) === null) return refused('no-such-import')
      if (file === 'took-too-long') return refused(file)
      return file.kind === 'read' ? done({ rows: file.rows, isCut: file.isCut }) : refused(file.because)
    },
    drop(importId) {
      if (of(importId) !== null) forget()
    },
    async close() {
      forget()
      await Promise.all([...reading].map((worker) => worker.terminate()))
    },
  }
}

/** What breaks the thread counts as what outlasts it: the file is not read. */
function readInThread(bytes: Uint8Array, reading: Set<Worker>): Promise<FromImport | 'took-too-long'> {
  const worker = new Worker(workerFile('import-thread'), { workerData: { bytes } satisfies ImportStart, resourceLimits: { maxOldGenerationSizeMb: IMPORT_MEMORY_MB } })
  reading.add(worker)
  return new Promise((resolve) => {
    const late = setTimeout(() => { void worker.terminate() }, IMPORT_MS)
    worker.once('message', (found: FromImport) => { resolve(found) })
    worker.once('error', () => { resolve('took-too-long') })
    worker.once('exit', () => {
      clearTimeout(late)
      reading.delete(worker)
      resolve('took-too-long')
    })
  })
}
