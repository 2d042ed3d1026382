import { Worker } from 'node:worker_threads'
import type { MailboxWriter, Opened, Opening, Unopened } from '../../mailbox/mailbox.ts'
import { isDiskFull } from '../../store/store.ts'
import { FIRST_OPENING_MS, OPEN_MESSAGE_MS, OPENING_AGAIN_MS, OPENING_IDLE_MS, OPENING_MEMORY_MB, OPENING_PAUSE_MAX_MS, OPENING_PAUSES } from './attachment-limits.ts'
import type { AttachmentStart, FromAttachments, ToAttachments } from './attachment-messages.ts'
import { OneAtATime } from './one-at-a-time.ts'
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
  readonly writer: Pick<MailboxWriter, 'unopened' | 'beginOpening' | 'endOpening' | 'saveOpened'>
  /** How long to wait before the first, how long one message may take, and how many times as long as it took to rest after it. */
  readonly firstAfterMs?: number
  readonly patienceMs?: number
  readonly pauses?: number
}

export const startAttachmentIndexing = (parts: Parts): AttachmentIndexing => new Indexing(parts)

/** False: there is no room, and nothing is lost but the work. */
function ifRoom(write: () => void): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (isDiskFull(error)) return false
    throw error
  }
}

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
      const [message] = this.#writer.unopened(NEWEST, 1)
      if (message === undefined || !ifRoom(() => { this.#writer.beginOpening(message.messageId, Date.now() + OPENING_AGAIN_MS) })) break
      const since = performance.now()
      const opening = await this.#opener.open(message)
      if (!ifRoom(() => { this.#save({ ...message, opening }) })) break
      await this.#pause(Math.min((performance.now() - since) * this.#pauses, OPENING_PAUSE_MAX_MS))
    }
    this.#opener.idle()
  }

  #save(opened: Opened): void {
    const { messageId, opening } = opened
    // Broken off by a lock it is as if it was never begun.
    if (this.#isClosed && opening.kind === 'failed') this.#writer.endOpening(messageId, 0)
    else if (opening.kind === 'failed') this.#writer.endOpening(messageId, Date.now() + OPENING_AGAIN_MS)
    else this.#writer.saveOpened([opened])
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#endPause = () => { resolve(undefined) }
    if (this.#isClosed) this.#endPause()
    const timer = setTimeout(this.#endPause, ms)
    await promise
    clearTimeout(timer)
  }
}

const FAILED: Opening = { kind: 'failed' }

/** Keeps one thread while there is work; a message that breaks or outlasts it costs that message's words, nothing else. */
class Opener {
  readonly #patienceMs: number
  readonly #thread: OneAtATime<ToAttachments, FromAttachments>
  #idle: NodeJS.Timeout | undefined

  constructor({ directory, segmentKey }: AttachmentStart, patienceMs: number) {
    this.#patienceMs = patienceMs
    // What the caller has beside these is none of the business of a thread that opens what strangers sent.
    const workerData: AttachmentStart = { directory, segmentKey }
    this.#thread = new OneAtATime(() => new Worker(workerFile('attachment-thread'), { workerData, resourceLimits: { maxOldGenerationSizeMb: OPENING_MEMORY_MB } }))
  }

  async open({ place }: Unopened): Promise<Opening> {
    clearTimeout(this.#idle)
    return await this.#thread.ask({ place }, this.#patienceMs) ?? FAILED
  }

  /** Nothing to open for now. */
  idle(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => { void this.#thread.end() }, OPENING_IDLE_MS).unref()
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#thread.end()
  }
}
