import { Worker } from 'node:worker_threads'
import type { MailboxWriter, Opened, Opening, Unopened } from '../../mailbox/mailbox.ts'
import { isDiskFull } from '../../store/store.ts'
import { FIRST_OPENING_MS, OPEN_MESSAGE_MS, OPENED_AT_ONCE, OPENING_IDLE_MS, OPENING_MEMORY_MB, OPENING_PAUSE_MAX_MS, OPENING_PAUSES } from './attachment-limits.ts'
import type { AttachmentStart, FromAttachments, ToAttachments } from './attachment-messages.ts'
import { workerFile } from './worker-file.ts'

/** Finds words inside attachments once mail is here, the newest first, and never while mail is being copied. */
export interface AttachmentIndexing {
  /** There may be mail whose attachments nobody has opened. */
  wake(): void
  /** Something else comes first, or does so no more. */
  rest(isResting: boolean): void
  /** Once there is nothing more to do, or not now. */
  settled(): Promise<void>
  /** What was not written by now is opened again another time. */
  close(): Promise<void>
}

interface Parts {
  readonly start: AttachmentStart
  readonly writer: Pick<MailboxWriter, 'unopened' | 'saveOpened'>
  /** How long to wait before the first, how long one message may take, and how many times as long as it took to rest after it. */
  readonly firstAfterMs?: number
  readonly patienceMs?: number
  readonly pauses?: number
}

export const startAttachmentIndexing = (parts: Parts): AttachmentIndexing => new Indexing(parts)

const NEWEST = Number.MAX_SAFE_INTEGER

class Indexing implements AttachmentIndexing {
  readonly #writer: Parts['writer']
  readonly #opener: Opener
  readonly #first: NodeJS.Timeout
  readonly #pauses: number
  #isResting = false
  #isEarly
  #isClosed = false
  #working: Promise<void> | null = null
  #endPause: () => void = () => undefined

  constructor({ start, writer, firstAfterMs = FIRST_OPENING_MS, patienceMs = OPEN_MESSAGE_MS, pauses = OPENING_PAUSES }: Parts) {
    this.#writer = writer
    this.#opener = new Opener(start, patienceMs)
    this.#pauses = pauses
    this.#isEarly = firstAfterMs > 0
    this.#first = setTimeout(() => {
      this.#isEarly = false
      this.wake()
    }, firstAfterMs).unref()
  }

  wake(): void {
    if (this.#working !== null || !this.#isAllowed()) return
    this.#working = this.#work().finally(() => { this.#working = null })
  }

  rest(isResting: boolean): void {
    if (isResting === this.#isResting) return
    this.#isResting = isResting
    if (!isResting) this.wake()
  }

  async settled(): Promise<void> {
    await this.#working
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#first)
    this.#endPause()
    await this.#opener.end()
    await this.#working
  }

  #isAllowed(): boolean {
    return !this.#isClosed && !this.#isResting && !this.#isEarly
  }

  /** Until there is nothing left, or something else comes first. */
  async #work(): Promise<void> {
    while (this.#isAllowed()) {
      // What was written is not met again, and what came in meanwhile is the newest.
      const batch = this.#writer.unopened(NEWEST, OPENED_AT_ONCE)
      if (batch.length === 0 || !this.#save(await this.#openAll(batch))) break
    }
    this.#opener.idle()
  }

  async #openAll(batch: readonly Unopened[]): Promise<Opened[]> {
    const opened: Opened[] = []
    for (const message of batch) {
      if (!this.#isAllowed()) break
      const since = performance.now()
      const opening = await this.#opener.open(message)
      if (this.#isClosed) break
      opened.push({ ...message, opening })
      await this.#pause(Math.min((performance.now() - since) * this.#pauses, OPENING_PAUSE_MAX_MS))
    }
    return opened
  }

  /** False: there is no room, and nothing is lost but the work. */
  #save(opened: readonly Opened[]): boolean {
    if (this.#isClosed) return false
    try {
      if (opened.length > 0) this.#writer.saveOpened(opened)
      return true
    } catch (error) {
      if (isDiskFull(error)) return false
      throw error
    }
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#endPause = () => { resolve(undefined) }
    const timer = setTimeout(this.#endPause, ms)
    await promise
    clearTimeout(timer)
  }
}

const UNREADABLE: Opening = { kind: 'unreadable' }

/** Keeps one thread while there is work; a message that breaks or outlasts it costs that message's words, nothing else. */
class Opener {
  readonly #start: AttachmentStart
  readonly #patienceMs: number
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined

  constructor(start: AttachmentStart, patienceMs: number) {
    this.#start = start
    this.#patienceMs = patienceMs
  }

  async open({ place }: Unopened): Promise<Opening> {
    clearTimeout(this.#idle)
    this.#worker ??= new Worker(workerFile('attachment-thread'), { workerData: this.#start, resourceLimits: { maxOldGenerationSizeMb: OPENING_MEMORY_MB } })
    const opening = await answerOf(this.#worker, { place }, this.#patienceMs)
    if (opening !== null) return opening
    await this.end()
    return UNREADABLE
  }

  /** Nothing to open for now. */
  idle(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => { void this.end() }, OPENING_IDLE_MS).unref()
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle)
    const ending = this.#worker
    this.#worker = undefined
    await ending?.terminate()
  }
}

/** Null: it broke the thread, or outlasted the patience. */
function answerOf(worker: Worker, asked: ToAttachments, patienceMs: number): Promise<Opening | null> {
  return new Promise((resolve) => {
    const settle = (opening: FromAttachments | null): void => {
      clearTimeout(late)
      worker.off('message', settle).off('error', broke).off('exit', broke)
      // An error that comes while it is ended is of no more interest, but must not go unheard.
      if (opening === null) worker.on('error', () => undefined)
      resolve(opening)
    }
    const broke = (): void => { settle(null) }
    const late = setTimeout(broke, patienceMs)
    worker.on('message', settle).on('error', broke).on('exit', broke)
    worker.postMessage(asked)
  })
}
