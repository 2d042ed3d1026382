import { Worker } from 'node:worker_threads'
import type { FiledEnd, FiledStart, FromFiled, ToFiled } from './filed-messages.ts'
import { workerFile } from './worker-file.ts'

/** A large part of a journal, and what was made of it, several times over. */
const FILED_MEMORY_MB = 256

interface FiledHearing {
  readonly onListed: (hashes: readonly string[], reading: number) => void
  /** The next comes once this returned. */
  readonly onPart: (part: Extract<FromFiled, { kind: 'part' }>) => void
  readonly onEnd: (end: FiledEnd) => void
  /** The thread broke: a bug. Nothing more comes. */
  readonly onBroken: (error: unknown) => void
}

/** Nothing is heard any more once it was stopped. */
export interface FiledReading { stop(): void }

/** Reads filed journals in a thread of its own, which ends by itself. */
export function startReadingFiled(start: FiledStart, { onListed, onPart, onEnd, onBroken }: FiledHearing): FiledReading {
  const worker = new Worker(workerFile('filed-thread'), { workerData: start, resourceLimits: { maxOldGenerationSizeMb: FILED_MEMORY_MB } })
  let isOver = false
  const breakOff = (error: unknown): void => {
    if (isOver) return
    isOver = true
    void worker.terminate()
    onBroken(error)
  }
  const hear = (message: FromFiled): void => {
    switch (message.kind) {
      case 'listed': onListed(message.hashes, message.reading); return
      case 'part':
        onPart(message)
        worker.postMessage('taken' satisfies ToFiled)
        return
      case 'ended':
        isOver = true
        onEnd(message.end)
    }
  }
  worker.on('message', (message: FromFiled) => {
    if (isOver) return
    try {
      hear(message)
    } catch (error) {
      breakOff(error)
    }
  })
  worker.on('error', breakOff)
  worker.on('exit', () => { breakOff(new Error('the thread of filed journals ended by itself')) })
  return {
    stop() {
      isOver = true
      void worker.terminate()
    },
  }
}
