import type { DraftFields } from '../../../shared/contract/compose.ts'
import { DRAFT_LONGEST_WAIT_MS, DRAFT_PAUSE_MS, DRAFT_RETRY_MAX_MS, DRAFT_RETRY_MS } from '../../../shared/limits.ts'

export type SaveAnswer =
  | { ok: true; value: { revision: number; savedAt: number } }
  | { ok: false; fail: string }

/** How the text on the screen stands to the text that is kept. */
export type Keeping =
  | { readonly kind: 'kept'; readonly at: number }
  | { readonly kind: 'typing'; readonly at: number }
  | { readonly kind: 'saving'; readonly at: number }
  /** Tried again by itself for as long as the text is on the screen. */
  | { readonly kind: 'not-kept'; readonly fail: string; readonly at: number }
  /** Another window saved a newer one: this text is kept only here until a person chooses. */
  | { readonly kind: 'newer-elsewhere'; readonly at: number }
  /** The draft is gone: sent or thrown away elsewhere. */
  | { readonly kind: 'gone'; readonly at: number }

export interface DraftClock {
  now(): number
  after(ms: number, run: () => void): () => void
}

interface KeeperOptions {
  readonly revision: number
  readonly savedAt: number
  readonly save: (revision: number, fields: DraftFields) => Promise<SaveAnswer>
  readonly clock: DraftClock
}

/**
 * Keeps a draft at every pause in the typing, one save at a time, each with the revision that it follows. A failed save is tried
 * again, ever slower; a draft that somebody saved elsewhere is never overwritten by itself. What was typed is never dropped.
 */
export class DraftKeeper implements Disposable {
  private readonly options: KeeperOptions
  private readonly watchers = new Set<() => void>()
  private revision: number
  private latest: DraftFields | null = null
  private state: Keeping
  private firstUnsavedAt = 0
  private retryMs = DRAFT_RETRY_MS
  private cancel: (() => void) | null = null
  private running: Promise<void> | null = null
  private ended = false

  constructor(options: KeeperOptions) {
    this.options = options
    this.revision = options.revision
    this.state = { kind: 'kept', at: options.savedAt }
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => void this.watchers.delete(watcher)
  }

  readonly snapshot = (): Keeping => this.state

  /** The fields have changed; the newest count. */
  change(fields: DraftFields): void {
    if (this.ended) return
    if (this.latest === null) this.firstUnsavedAt = this.options.clock.now()
    this.latest = fields
    if (this.isStopped() || this.state.kind === 'not-kept') return
    // Said once: whoever draws it draws nothing anew at every letter.
    if (this.running === null && this.state.kind !== 'typing') this.become({ kind: 'typing', at: this.state.at })
    const waited = this.options.clock.now() - this.firstUnsavedAt
    this.schedule(Math.max(0, Math.min(DRAFT_PAUSE_MS, DRAFT_LONGEST_WAIT_MS - waited)))
  }

  /** Everything that was typed, kept now: before sending or closing. Gives the revision to send, or null when it could not be kept. */
  async flush(): Promise<number | null> {
    while (this.running !== null || (this.latest !== null && !this.isStopped())) {
      await (this.running ?? this.saveNow())
      if (this.state.kind === 'not-kept') return null
    }
    return this.isStopped() ? null : this.revision
  }

  /** The person wants this text to be the draft, over the one that was saved elsewhere at `revision`. */
  keepMine(revision: number): void {
    if (this.state.kind !== 'newer-elsewhere') return
    this.revision = revision
    this.become({ kind: 'typing', at: this.state.at })
    this.schedule(0)
  }

  [Symbol.dispose](): void {
    this.ended = true
    this.cancel?.()
    this.watchers.clear()
  }

  private isStopped(): boolean {
    return this.state.kind === 'newer-elsewhere' || this.state.kind === 'gone'
  }

  private become(state: Keeping): void {
    this.state = state
    for (const watcher of this.watchers) watcher()
  }

  private schedule(ms: number): void {
    this.cancel?.()
    this.cancel = this.options.clock.after(ms, () => {
      this.cancel = null
      if (this.running === null) void this.saveNow()
    })
  }

  private saveNow(): Promise<void> {
    this.cancel?.()
    this.cancel = null
    this.running = this.saveOnce().finally(() => { this.running = null })
    return this.running
  }

  private async saveOnce(): Promise<void> {
    const fields = this.latest
    if (fields === null) return
    this.latest = null
    this.become({ kind: 'saving', at: this.state.at })
    const answer = await this.options.save(this.revision, fields)
    if (answer.ok) {
      this.revision = answer.value.revision
      this.retryMs = DRAFT_RETRY_MS
      this.afterKept(answer.value.savedAt)
      return
    }
    // Newer typing wins; else this text waits for the next try.
    this.latest ??= fields
    this.afterRefused(answer.fail)
  }

  private afterKept(savedAt: number): void {
    if (this.latest === null) {
      this.become({ kind: 'kept', at: savedAt })
      return
    }
    this.firstUnsavedAt = this.options.clock.now()
    this.become({ kind: 'typing', at: savedAt })
    this.schedule(DRAFT_PAUSE_MS)
  }

  private afterRefused(fail: string): void {
    const { at } = this.state
    if (fail === 'stale-revision') this.become({ kind: 'newer-elsewhere', at })
    else if (fail === 'no-such-draft') this.become({ kind: 'gone', at })
    else {
      this.become({ kind: 'not-kept', fail, at })
      if (!this.ended) this.schedule(this.retryMs)
      this.retryMs = Math.min(this.retryMs * 2, DRAFT_RETRY_MAX_MS)
    }
  }
}

/** The browser's clock. */
export const browserClock: DraftClock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
