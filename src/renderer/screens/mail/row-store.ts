import type { MessageRow } from '../../../shared/contract/mail.ts'
import { LIST_KEPT_PAGES, LIST_PAGE_ROWS } from '../../../shared/limits.ts'

export interface RowAnswer { total: number; rows: readonly MessageRow[]; more?: boolean }
export type Asked<Value> = { ok: true; value: Value } | { ok: false; fail: string }

/** Where the rows come from: a folder, or a search. */
export interface RowSource {
  rows(offset: number, limit: number): Promise<Asked<RowAnswer>>
  /** Where a message stands now; null: not in this list (any more); `unknown`: the core did not say. */
  position(messageId: number): Promise<Position>
}
export type Position = number | null | 'unknown'

/** A row and where it stands: the one at the top of the view, or the one that the keys are on. */
export interface Spot { readonly id: number; readonly index: number }

export interface RowView {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly fail: string | null
  readonly total: number
  /** There are more than `total`: a search that stopped counting. */
  readonly more: boolean
  /** How many rows everything has moved down since the start: what the scroll position must follow. */
  readonly moved: number
  readonly at: (index: number) => MessageRow | undefined
}

/** What is in view, so that pages around it are kept and pages far from it are not asked for any more. */
interface Wanted { first: number; last: number }

const pageOf = (index: number): number => Math.floor(index / LIST_PAGE_ROWS)

/**
 * The rows of one list by position, fetched in pages around what is in view. Two questions at most are under way; an answer from
 * before a refresh is dropped. {@link refresh} swaps old for new in one step and says how far the row in view has moved, so that new
 * mail on top leaves the reader where they were.
 */
export class RowStore {
  private readonly source: RowSource
  private readonly watchers = new Set<() => void>()
  private pages = new Map<number, readonly MessageRow[]>()
  private readonly asked = new Set<number>()
  private wanted: Wanted = { first: 0, last: 0 }
  private era = 0
  private refreshing: Promise<void> | null = null
  private again: (() => Spot | null) | null = null
  private view: RowView

  constructor(source: RowSource) {
    this.source = source
    this.view = { state: 'loading', fail: null, total: 0, more: false, moved: 0, at: this.at }
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => void this.watchers.delete(watcher)
  }

  readonly snapshot = (): RowView => this.view

  /** Says what is in view; fetches what is missing of it, nearest first. */
  want(first: number, last: number): void {
    this.wanted = { first: Math.max(0, first), last: Math.max(0, last) }
    this.pump()
  }

  /**
   * Asks anew after a change. `anchor` is asked at the last moment: the row that must stay where it is on the screen, or null
   * when the top of the list must stay the top. Calls while one is under way become one more round.
   */
  refresh(anchor: () => Spot | null): Promise<void> {
    if (this.refreshing !== null) {
      this.again = anchor
      return this.refreshing
    }
    this.refreshing = this.refreshRounds(anchor).finally(() => { this.refreshing = null })
    return this.refreshing
  }

  /** Where a message stands: from the rows at hand, or from the core. */
  async find(messageId: number): Promise<Position> {
    for (const [page, rows] of this.pages) {
      const index = rows.findIndex((row) => row.id === messageId)
      if (index !== -1) return page * LIST_PAGE_ROWS + index
    }
    return this.source.position(messageId)
  }

  /** The ids from one position to another, fetched where they are not at hand; null when the core does not give them. */
  async idsBetween(first: number, last: number): Promise<number[] | null> {
    const ids: number[] = []
    for (let index = first; index <= last; index++) {
      const row = this.at(index)
      if (row !== undefined) {
        ids.push(row.id)
        continue
      }
      const answer = await this.source.rows(index, Math.min(200, last - index + 1))
      if (!answer.ok) return null
      if (answer.value.rows.length === 0) break
      ids.push(...answer.value.rows.map((found) => found.id))
      index += answer.value.rows.length - 1
    }
    return ids
  }

  private readonly at = (index: number): MessageRow | undefined => this.pages.get(pageOf(index))?.[index % LIST_PAGE_ROWS]

  private change(change: Partial<RowView>): void {
    // A new `at` each time: whoever draws from the snapshot sees that it changed.
    this.view = { ...this.view, ...change, at: (index) => this.at(index) }
    for (const watcher of this.watchers) watcher()
  }

  /** The pages in view and one to either side, those in view first. */
  private wantedPages(): number[] {
    const first = pageOf(this.wanted.first)
    const last = pageOf(this.wanted.last)
    const inView = Array.from({ length: last - first + 1 }, (_, step) => first + step)
    const lastPage = this.view.state === 'ready' ? pageOf(Math.max(0, this.view.total - 1)) : 0
    return [...inView, last + 1, first - 1].filter((page) => page >= 0 && page <= lastPage)
  }

  private pump(): void {
    if (this.refreshing !== null) return
    for (const page of this.wantedPages()) {
      if (this.asked.size >= 2) return
      if (!this.pages.has(page) && !this.asked.has(page)) void this.load(page)
    }
  }

  private async load(page: number): Promise<void> {
    const { era } = this
    this.asked.add(page)
    const answer = await this.source.rows(page * LIST_PAGE_ROWS, LIST_PAGE_ROWS)
    if (era !== this.era) return
    this.asked.delete(page)
    if (answer.ok) {
      this.pages.set(page, answer.value.rows)
      this.forgetFarPages()
      this.change({ state: 'ready', fail: null, total: answer.value.total, more: answer.value.more ?? false })
      this.pump()
    } else {
      this.change({ state: this.view.state === 'ready' ? 'ready' : 'failed', fail: answer.fail })
    }
  }

  private async refreshRounds(anchor: () => Spot | null): Promise<void> {
    let next: (() => Spot | null) | null = anchor
    while (next !== null) {
      this.again = null
      await this.refreshOnce(next())
      next = this.again
    }
    // The pump waits for `refreshing` to be cleared.
    queueMicrotask(() => this.pump())
  }

  private async refreshOnce(anchor: Spot | null): Promise<void> {
    this.era += 1
    this.asked.clear()
    const position = anchor === null ? null : await this.source.position(anchor.id)
    const shift = anchor === null || typeof position !== 'number' ? 0 : position - anchor.index
    const first = pageOf(Math.max(0, this.wanted.first + shift))
    const last = pageOf(Math.max(0, this.wanted.last + shift))
    const pages = Array.from({ length: last - first + 1 }, (_, step) => first + step)
    const answers = await Promise.all(pages.map((page) => this.source.rows(page * LIST_PAGE_ROWS, LIST_PAGE_ROWS)))
    const fresh = new Map<number, readonly MessageRow[]>()
    for (const [step, answer] of answers.entries()) {
      if (!answer.ok) {
        this.change({ state: this.view.state === 'ready' ? 'ready' : 'failed', fail: answer.fail })
        return
      }
      fresh.set(pages[step] ?? 0, answer.value.rows)
    }
    const newest = answers.at(-1)
    if (newest?.ok !== true) return
    this.pages = fresh
    this.wanted = { first: this.wanted.first + shift, last: this.wanted.last + shift }
    this.change({ state: 'ready', fail: null, total: newest.value.total, more: newest.value.more ?? false, moved: this.view.moved + shift })
  }

  private forgetFarPages(): void {
    if (this.pages.size <= LIST_KEPT_PAGES) return
    const middle = pageOf((this.wanted.first + this.wanted.last) / 2)
    const farFirst = [...this.pages.keys()].sort((one, other) => Math.abs(other - middle) - Math.abs(one - middle))
    for (const page of farFirst.slice(0, this.pages.size - LIST_KEPT_PAGES)) this.pages.delete(page)
  }
}
