import { SEGMENT_BYTES } from '../../shared/limits.ts'
import type { NewMessage, SealedMessage } from './arrivals.ts'
import { readFacts } from './message-facts.ts'
import { OpenSegment } from './segment-files.ts'
import type { Extent } from './segment-files.ts'
import type { SegmentLease } from './segments.ts'

/** `segmentKey` is the sealer's own: it zeroes it at closing. */
export interface SealerStart {
  readonly directory: string
  readonly segmentKey: Uint8Array
  readonly segments: SegmentLease
}

/**
 * Reads messages and puts their bytes, sealed, into segments that nobody else writes, for a thread beside the one that has the
 * database: what it gives may become rows once `sync` has said so. A full disk is thrown (`isDiskFull`).
 */
export class Sealer {
  readonly #start: SealerStart
  #nextId: number
  #current: OpenSegment | null = null
  /** Full, and not yet synced. */
  #full: OpenSegment[] = []

  constructor(start: SealerStart) {
    this.#start = start
    this.#nextId = start.segments.first
  }

  /** Whether there is a number left for another segment: to be asked before a message that may need one. */
  get hasRoom(): boolean {
    return this.#nextId <= this.#start.segments.last
  }

  seal({ uid, flags, receivedAt, raw }: NewMessage): SealedMessage {
    return { uid, flags, receivedAt, size: raw.length, place: this.#append(raw), facts: readFacts(raw) }
  }

  #append(raw: Uint8Array): SealedMessage['place'] {
    const segment = this.#roomy()
    const before = segment.bytes
    try {
      return segment.append(raw)
    } catch (error) {
      segment.cutTo(before)
      throw error
    }
  }

  #roomy(): OpenSegment {
    if (this.#current !== null && this.#current.bytes < SEGMENT_BYTES) return this.#current
    if (!this.hasRoom) throw new Error('the lease is spent')
    const next = OpenSegment.create(this.#start.directory, this.#start.segmentKey, this.#nextId)
    this.#nextId += 1
    if (this.#current !== null) this.#full.push(this.#current)
    this.#current = next
    return next
  }

  /** Everything sealed before the call is on disk afterwards: how far each segment is filled. Once at a time. */
  async sync(): Promise<Extent[]> {
    const full = this.#full
    this.#full = []
    const extents = await Promise.all([...full, ...(this.#current === null ? [] : [this.#current])].map((segment) => segment.syncAside()))
    for (const segment of full) segment.close()
    return extents
  }

  close(): void {
    for (const segment of this.#full) segment.close()
    this.#current?.close()
    this.#full = []
    this.#current = null
    this.#start.segmentKey.fill(0)
  }
}
