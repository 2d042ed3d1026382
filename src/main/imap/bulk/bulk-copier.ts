import type { Worker } from 'node:worker_threads'
import { isDiskFull } from '../../store/store.ts'
import type { Extent, SealedMessage } from '../../mailbox/mailbox.ts'
import type { BulkAnswer, BulkProblem, BulkStart, FromBulk, ToBulk } from './bulk-messages.ts'

/** Starts the copying thread. */
export type BulkThread = (start: BulkStart) => Worker

/** The second session is gone: what it was asked for is lacking still. */
export class BulkLost extends Error {
  readonly problem: BulkProblem

  constructor(problem: BulkProblem) {
    super(`copying in bulk ended: ${problem}`)
    this.problem = problem
  }
}

type Store = (messages: readonly SealedMessage[], extents: readonly Extent[]) => void

interface Waiting {
  readonly resolve: (answer: BulkAnswer) => void
  readonly reject: (error: Error) => void
}

const asError = (thrown: unknown): Error => thrown instanceof Error ? thrown : new Error('copying in bulk failed', { cause: thrown })

/** The copying thread, seen from the sync thread. Every question is answered in order; `BulkLost` once it is over. */
export class BulkCopier {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  readonly #ended: Promise<void>
  #over: Error | null = null
  /** Stores what came; what it throws ends the copying and comes out of every question. */
  onMessages: Store = () => undefined

  constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromBulk) => { this.#hear(message) })
    worker.on('error', (error) => { this.#end(asError(error)) })
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#end(new BulkLost('dropped'))
        resolve()
      })
    })
  }

  /** UIDVALIDITY; null when the server does not open it. `path` as the server writes it. */
  async examine(path: string): Promise<number | null> {
    const answer = await this.#ask({ kind: 'examine', path })
    return answer.kind === 'examined' ? answer.uidValidity : null
  }

  /** Settles once the server has answered; the messages may come a little later. */
  async fetch(uids: readonly number[]): Promise<{ absent: readonly number[]; large: readonly number[] }> {
    const answer = await this.#ask({ kind: 'fetch', uids })
    return answer.kind === 'fetched' ? answer : { absent: [], large: [] }
  }

  /** Everything that has come is stored afterwards. */
  async flush(): Promise<void> {
    await this.#ask({ kind: 'flush' })
  }

  async close(): Promise<void> {
    this.#end(new BulkLost('dropped'))
    this.#tell({ kind: 'close' })
    await this.#ended
  }

  #ask(question: ToBulk): Promise<BulkAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#over !== null) {
        reject(this.#over)
        return
      }
      this.#waiting.push({ resolve, reject })
      this.#tell(question)
    })
  }

  #tell(message: ToBulk): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromBulk): void {
    switch (message.kind) {
      case 'broken': this.#end(new BulkLost(message.problem)); return
      case 'messages': this.#store(message); return
      case 'examined': case 'fetched': case 'flushed': this.#waiting.shift()?.resolve(message)
    }
  }

  #store({ messages, extents }: Extract<FromBulk, { kind: 'messages' }>): void {
    if (this.#over !== null) return
    try {
      this.onMessages(messages, extents)
      this.#tell({ kind: 'stored' })
    } catch (error) {
      this.#end(isDiskFull(error) ? new BulkLost('disk-full') : asError(error))
    }
  }

  /** The first reason is the one that counts. */
  #end(reason: Error): void {
    if (this.#over !== null) return
    this.#over = reason
    for (const { reject } of this.#waiting.splice(0)) reject(reason)
  }
}
