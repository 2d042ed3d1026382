import type { Worker } from 'node:worker_threads'

const nobody = (): void => undefined

/**
 * A thread that is asked one question at a time, and that what it is asked may take down at any moment, also after the answer. It starts
 * with the first question; the one after its end starts another.
 */
export class OneAtATime<Question, Answer> {
  readonly #begin: () => Worker
  #worker: Worker | undefined
  #ending: Promise<unknown> | undefined
  #settle: (answer: Answer | undefined) => void = nobody

  constructor(begin: () => Worker) {
    this.#begin = begin
  }

  /** Undefined: it broke the thread, outlasted the patience (ms), or was ended; the thread is gone by then. */
  async ask(question: Question, patienceMs: number): Promise<Answer | undefined> {
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
    const late = setTimeout(() => { void this.end() }, patienceMs)
    this.#settle = resolve
    this.#worker ??= this.#running()
    this.#worker.postMessage(question)
    const answer = await promise
    clearTimeout(late)
    this.#settle = nobody
    if (answer === undefined) await this.#ending
    return answer
  }

  #running(): Worker {
    const worker = this.#begin()
    // For as long as it lives: an error that nobody listens to would end the whole program.
    const ended = (): void => { if (this.#worker === worker) void this.end() }
    worker.on('error', ended).on('exit', ended)
    worker.on('message', (answer: Answer) => { if (this.#worker === worker) this.#settle(answer) })
    return worker
  }

  async end(): Promise<void> {
    const ending = this.#worker
    this.#worker = undefined
    if (ending !== undefined) this.#ending = ending.terminate()
    this.#settle(undefined)
    await this.#ending
  }
}
