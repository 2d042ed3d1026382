import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BenchAccount } from './account.ts'
import { measuredApart } from './child.ts'

export interface CoreJob {
  readonly account: BenchAccount
  /** Empty: the first workstation of somebody whose mail is on the server. */
  readonly directory: string
  readonly messages: number
}

/** The whole core at work: every thread that the product has, while somebody scrolls and searches. */
export interface CoreFigures {
  readonly messages: number
  /** From the unlock until the list gave its first 50 rows. */
  readonly firstRowsMs: number
  /** From the unlock until all is copied, encrypted and searchable. */
  readonly completeSeconds: number
  /** What the process took of memory at its peak, all threads together. */
  readonly rssMb: number
  readonly stall: Stall
}

/** How long the main thread left a person without an answer meanwhile. */
export interface Stall {
  /** By the clock, other programs on the machine included. */
  readonly p99Ms: number
  readonly maxMs: number
  /** Of the processor: what the thread itself did before it listened again. */
  readonly maxBusyMs: number
}

export interface CoreCopy extends CoreFigures {
  readonly directory: string
  readonly accountId: string
  readonly cacheKey: Uint8Array
  readonly segmentKey: Uint8Array
}

/** How the process says it. */
export type CoreAnswer = CoreFigures & { readonly accountId: string; readonly cacheKey: string; readonly segmentKey: string }

/** A first copy by a core in a process of its own, from the first unlock on; it stays in the directory. */
export async function firstCopyInCore(job: CoreJob): Promise<CoreCopy> {
  const { cacheKey, segmentKey, ...figures } = await measuredApart<CoreAnswer>('core-once.ts', job)
  const key = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
  return { ...figures, directory: job.directory, cacheKey: key(cacheKey), segmentKey: key(segmentKey) }
}

export interface DocumentsJob { readonly directory: string; readonly cacheKey: string; readonly segmentKey: string }

export interface DocumentsFigures {
  /** Until the words inside all attachments are in the index. */
  readonly seconds: number
  /** 0: none is left. */
  readonly left: number
}

/** Opens the attachments of a copy, as the client does afterwards at its leisure. */
export const openDocuments = ({ directory, cacheKey, segmentKey }: CoreCopy): Promise<DocumentsFigures> =>
  measuredApart('documents-once.ts', { directory, cacheKey: Buffer.from(cacheKey).toString('base64'), segmentKey: Buffer.from(segmentKey).toString('base64') } satisfies DocumentsJob)

/** The same, thrown away. */
export async function timeCore(account: BenchAccount, messages: number): Promise<CoreFigures> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-core-'))
  try {
    const { firstRowsMs, completeSeconds, rssMb, stall } = await firstCopyInCore({ account, directory, messages })
    return { messages, firstRowsMs, completeSeconds, rssMb, stall }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
