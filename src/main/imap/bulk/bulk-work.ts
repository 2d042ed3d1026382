import { PIECE_BYTES, UID_SET_CHARS } from '../../../shared/limits.ts'
import { isDiskFull } from '../../store/store.ts'
import { Sealer, type SealedMessage } from '../../mailbox/mailbox.ts'
import { FetchLine, type FetchedMessage } from '../fetch/fetch-line.ts'
import { SessionLost } from '../problems.ts'
import { uidSets } from '../uid-set.ts'
import type { BulkProblem, BulkStart, FromBulk, ToBulk } from './bulk-messages.ts'
import { BULK_HANDED_OVER, BULK_HAND_OVER_BYTES, BULK_WAITING_BYTES } from './limits.ts'

/**
 * The copying thread: a session that only fetches, and all work on a message that needs no database. Bytes are read, sealed
 * and synced to disk here; what goes over to the sync thread are facts and places.
 */
export class BulkWork {
  readonly #start: BulkStart
  readonly #say: (message: FromBulk) => void
  readonly #sealer: Sealer
  readonly #closing = new AbortController()
  #line: FetchLine | null = null
  #lastFetch: Promise<unknown> = Promise.resolve()
  /** Until the server has ended every request: messages may all be here before that. */
  #ends: Promise<unknown> = Promise.resolve()
  #waiting: SealedMessage[] = []
  #waitingBytes = 0
  #handedOver = 0
  #isHanding = false
  /** Somebody wants all of it, now. */
  #flushing = false
  #isOver = false

  constructor(start: BulkStart, say: (message: FromBulk) => void) {
    this.#start = start
    this.#say = say
    this.#sealer = new Sealer(start.sealer)
  }

  /** Settles when the message has been dealt with; an error that comes out is a bug. */
  async hear(message: ToBulk): Promise<void> {
    if (this.#isOver) return
    try {
      switch (message.kind) {
        case 'examine': await this.#examine(message.path); return
        case 'fetch': await this.#fetch(message.uids); return
        case 'flush': this.#flushing = true; await this.#handOver(); return
        case 'stored': this.#handedOver -= 1; await this.#handOver(); return
        case 'close': await this.close(); return
      }
    } catch (error) {
      this.#break(problemOf(error))
    }
  }

  async close(): Promise<void> {
    this.#isOver = true
    this.#closing.abort()
    await this.#line?.close()
    if (!this.#isHanding) this.#sealer.close()
  }

  async #examine(path: string): Promise<void> {
    const opened = this.#line === null ? await FetchLine.open(this.#start.login, this.#closing.signal) : null
    if (opened?.kind === 'problem') throw new SessionLost(opened.problem)
    this.#line ??= opened?.line ?? null
    await this.#ends
    const examined = await this.#line?.examine(path)
    this.#say({ kind: 'examined', uidValidity: examined?.kind === 'examined' ? examined.uidValidity : null })
  }

  /** Requests run side by side on the line; their answers go out in order. */
  async #fetch(uids: readonly number[]): Promise<void> {
    const before = this.#lastFetch
    const fetched = this.#fetched(uids)
    this.#lastFetch = Promise.all([before, fetched])
    this.#lastFetch.catch(() => undefined)
    await before
    this.#say({ kind: 'fetched', ...await fetched })
  }

  async #fetched(uids: readonly number[]): Promise<{ absent: number[]; large: number[] }> {
    const line = this.#line
    if (line === null) throw new Error('no folder was examined')
    const wanted = new Set(uids)
    const large: number[] = []
    const all = Promise.withResolvers<Awaited<ReturnType<FetchLine['fetch']>>[]>()
    const onMessage = (message: FetchedMessage): void => {
      // It has come already.
      if (!wanted.delete(message.uid)) return
      if (message.raw.length >= PIECE_BYTES) large.push(message.uid)
      else this.#take(message)
      if (wanted.size === 0) all.resolve([])
    }
    const ends = Promise.all(uidSets(uids, UID_SET_CHARS).map((set) => line.fetch(set, { maxBytes: PIECE_BYTES, onMessage })))
    this.#ends = Promise.all([this.#ends, ends])
    this.#ends.catch(() => undefined)
    // Servers may end the first of some requests only after the last: with everything here the next may be asked for.
    const ended = await Promise.race([all.promise, ends])
    // Refused is not gone: only the ordinary session can tell.
    if (ended.includes('refused')) throw new SessionLost('garbled')
    return { absent: [...wanted], large }
  }

  #take({ uid, flags, receivedAt, raw }: FetchedMessage): void {
    if (this.#isOver) return
    try {
      // A server that gives no date of receipt loses nothing but the message's place in the list.
      this.#waiting.push(this.#sealer.seal({ uid, flags, receivedAt: receivedAt ?? Date.now(), raw }))
    } catch (error) {
      this.#break(problemOf(error))
      return
    }
    this.#waitingBytes += raw.length
    if (this.#waitingBytes >= BULK_WAITING_BYTES) this.#line?.pause()
    if (this.#waitingBytes >= BULK_HAND_OVER_BYTES) this.#handOver().catch((error: unknown) => { this.#break(problemOf(error)) })
  }

  /** Syncs and hands over what waits, as far as the other side keeps up; meanwhile more comes in. */
  async #handOver(): Promise<void> {
    while (this.#mayHandOver()) {
      const messages = this.#waiting
      this.#waiting = []
      this.#waitingBytes = 0
      this.#line?.resume()
      this.#isHanding = true
      const extents = await this.#sealer.sync().finally(() => { this.#isHanding = false })
      if (this.#isOver) {
        this.#sealer.close()
        return
      }
      this.#handedOver += 1
      this.#say({ kind: 'messages', messages, extents })
    }
    if (this.#flushing && this.#waiting.length === 0 && !this.#isHanding && !this.#isOver) {
      this.#flushing = false
      this.#say({ kind: 'flushed' })
    }
  }

  #mayHandOver(): boolean {
    if (this.#isOver || this.#isHanding || this.#waiting.length === 0 || this.#handedOver >= BULK_HANDED_OVER) return false
    return this.#flushing || this.#waitingBytes >= BULK_HAND_OVER_BYTES
  }

  #break(problem: BulkProblem): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#say({ kind: 'broken', problem })
    void this.close()
  }
}

/** What went wrong outside; a bug is thrown on. */
function problemOf(error: unknown): BulkProblem {
  if (error instanceof SessionLost) return error.problem
  if (isDiskFull(error)) return 'disk-full'
  throw error
}
