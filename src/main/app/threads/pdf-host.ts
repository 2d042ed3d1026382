import { Worker } from 'node:worker_threads'
import type { ReadPdf } from '../../mime/attachment-text.ts'
import { PDF_GROWTH_BYTES, PDF_GROWTH_LOOK_MS, PDF_IDLE_MS, PDF_MEMORY_MB, PDF_MS } from './detect-limits.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { workerFile } from './worker-file.ts'

/** Reads the text of PDFs, one after another, in a thread that a hostile one takes down with it and no more. */
export interface PdfReader extends AsyncDisposable {
  readonly read: ReadPdf
  /** Of how many reading was broken off: they broke the thread, or took too much of it or of the program's memory. */
  readonly brokenOff: number
}

/** What the thread is given. Null: all of a file or nothing, as detection needs it; else whatever can be read within this. */
export interface PdfStart { readonly wordsWithinMs: number | null }

interface Options extends Partial<PdfStart> {
  /** How long one may take. */
  readonly patienceMs?: number
}

/** The thread starts with the first PDF and ends when none has come for a while. */
export function startPdfReader({ patienceMs = PDF_MS, wordsWithinMs = null }: Options = {}): PdfReader {
  const thread = new OneAtATime<Uint8Array, string | null>(() =>
    new Worker(workerFile('pdf-thread'), { workerData: { wordsWithinMs } satisfies PdfStart, resourceLimits: { maxOldGenerationSizeMb: PDF_MEMORY_MB } }))
  let turn: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  let brokenOff = 0

  const readNow = async (bytes: Uint8Array): Promise<string | null> => {
    clearTimeout(idle)
    const before = process.memoryUsage.rss()
    // It makes the program grow as no honest PDF does.
    const watch = setInterval(() => { if (process.memoryUsage.rss() - before > PDF_GROWTH_BYTES) void thread.end() }, PDF_GROWTH_LOOK_MS)
    const text = await thread.ask(bytes, patienceMs)
    clearInterval(watch)
    if (text === undefined) brokenOff += 1
    else idle = setTimeout(() => { void thread.end() }, PDF_IDLE_MS).unref()
    return text ?? null
  }
  return {
    read(bytes) {
      const read = turn.then(() => readNow(bytes))
      turn = read.catch(() => undefined)
      return read
    },
    get brokenOff() { return brokenOff },
    async [Symbol.asyncDispose]() {
      clearTimeout(idle)
      await thread.end()
    },
  }
}
