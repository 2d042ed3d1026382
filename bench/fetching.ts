import type { BenchAccount } from './account.ts'
import { measuredApart } from './child.ts'

/** `bare`: the bytes are thrown away, nobody looks at them. `line`: our own for many messages. `imapflow`: the client for everything else. */
export interface FetchJob {
  readonly account: BenchAccount
  readonly reader: 'bare' | 'line' | 'imapflow'
}

export interface FetchFigures {
  readonly messages: number
  readonly bytes: number
  readonly seconds: number
  /** Of the client alone, on all processors. */
  readonly cpuSeconds: number
}

/** Fetches a whole account and keeps nothing: with `bare` the floor, below which no copy of the same mail can come (its messages are not counted). */
export const timeFetch = (job: FetchJob): Promise<FetchFigures> => measuredApart('fetch-once.ts', job)
