import { noPace, rateOf, resumedAt, withBatch, type CopyPace } from '../../shared/mail/copy-pace.ts'

/** How many bytes of an account are here, and how fast more of them come. */
export class CopiedSoFar {
  readonly #before: () => number
  #bytes: number | null = null
  #pace: CopyPace

  /** `before`: how many bytes were here at the start; asked once, when somebody wants to know. */
  constructor(before: () => number, now: number) {
    this.#before = before
    this.#pace = noPace(now)
  }

  batch({ messages, bytes, at }: { messages: number; bytes: number; at: number }): void {
    // What was here before is asked before anything is added to it twice.
    if (this.#bytes !== null) this.#bytes += bytes
    this.#pace = withBatch(this.#pace, { messages, bytes, at })
  }

  /** Copying goes on after a wait, of the person's or of the line's. */
  resume(now: number): void {
    this.#pace = resumedAt(this.#pace, now)
  }

  get bytes(): number {
    this.#bytes ??= this.#before()
    return this.#bytes
  }

  get rate(): { messages: number; bytes: number } | null {
    return rateOf(this.#pace)
  }
}
