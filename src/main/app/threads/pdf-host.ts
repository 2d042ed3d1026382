import { Worker } from 'node:worker_threads'
import type { ReadPdf } from '../../mime/attachment-text.ts'
import { PDF_GROWTH_BYTES, PDF_GROWTH_LOOK_MS, PDF_IDLE_MS, PDF_MEMORY_MB, PDF_MS } from './detect-limits.ts'
import { workerFile } from './worker-file.ts'

/** Reads the text of PDFs, one after another, in a thread that a hostile one takes down with it and no more. */
export interface PdfReader extends AsyncDisposable {
  readonly read: ReadPdf
}

/** What the thread is given. Null: all of a file or nothing, as detection needs it; else whatever can be read within this. */
export interface PdfStart { readonly wordsWithinMs: number | null }

interface Options extends Partial<PdfStart> {
  /** How long one may take. */
  readonly patienceMs?: number
}

/** The thread starts with the first PDF and ends when none has come for a while. */
export function startPdfReader({ patienceMs = PDF_MS, wordsWithinMs = null }: Options = {}): PdfReader {
  let worker: Worker | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }
  const readNow = async (bytes: Uint8Array): Promise<string | null> => {
    clearTimeout(idle)
    worker ??= new Worker(workerFile('pdf-thread'), { workerData: { wordsWithinMs } satisfies PdfStart, resourceLimits: { maxOldGenerationSizeMb: PDF_MEMORY_MB } })
    const text = await answerOf(worker, bytes, patienceMs)
    if (text === undefined) await end()
    else idle = setTimeout(() => { void end() }, PDF_IDLE_MS).unref()
    return text ?? null
  }
  return {
    read(bytes) {
      const read = turn.then(() => readNow(bytes))
      turn = read.catch(() => undefined)
      return read
    },
    [Symbol.asyncDispose]: end,
  }
}

/** Undefined: it broke the thread, outlasted the patience, or made the program grow as no honest PDF does. */
function answerOf(worker: Worker, bytes: Uint8Array, patienceMs: number): Promise<string | null | undefined> {
  return new Promise((resolve) => {
    const settle = (text: string | null | undefined): void => {
      clearTimeout(late)
      clearInterval(watch)
      worker.off('message', settle).off('error', broke).off('exit', broke)
      // An error that comes while it is ended is of no more interest, but must not go unheard.
      if (text === undefined) worker.on('error', () => undefined)
      resolve(text)
    }
    const broke = (): void => { settle(undefined) }
    const late = setTimeout(broke, patienceMs)
    const before = process.memoryUsage.rss()
    const watch = setInterval(() => { if (process.memoryUsage.rss() - before > PDF_GROWTH_BYTES) broke() }, PDF_GROWTH_LOOK_MS)
    worker.on('message', settle).on('error', broke).on('exit', broke)
    worker.postMessage(bytes)
  })
}
