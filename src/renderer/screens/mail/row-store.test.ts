import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import { LIST_KEPT_PAGES, LIST_PAGE_ROWS } from '../../../shared/limits.ts'
import { RowStore, type Asked, type RowAnswer, type RowSource } from './row-store.ts'

const row = (id: number): MessageRow => ({
  id, folderId: 1, accountId: 'a', from: { name: '', address: 'x@a.test' }, to: [], subject: String(id), receivedAt: id, snippet: '', seen: true,
  flagged: false, answered: false, forwarded: false, hasAttachments: false, sizeBytes: 1, conversationSize: 1, verdict: 'pending',
})

/** A list in memory whose answers come when the test says so. */
class Box implements RowSource {
  ids: number[]
  asked: { offset: number; limit: number }[] = []
  fails: string | null = null
  private held: (() => void)[] | null = null

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, index) => 1_000_000 - index)
  }

  hold(): void { this.held = [] }
  async release(): Promise<void> {
    const held = this.held ?? []
    this.held = null
    for (const go of held) go()
    await settled()
  }

  async rows(offset: number, limit: number): Promise<Asked<RowAnswer>> {
    this.asked.push({ offset, limit })
    const answer: Asked<RowAnswer> = this.fails === null
      ? { ok: true, value: { total: this.ids.length, rows: this.ids.slice(offset, offset + limit).map(row) } }
      : { ok: false, fail: this.fails }
    if (this.held !== null) await new Promise<void>((go) => { this.held?.push(go) })
    return answer
  }

  position(messageId: number): Promise<number | null> {
    const index = this.ids.indexOf(messageId)
    return Promise.resolve(index === -1 ? null : index)
  }
}

const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })

describe('rows by position', () => {
  test('asks for the page in view and its neighbour, and no more', async () => {
    // given
    const box = new Box(100_000)
    const store = new RowStore(box)
    // when
    store.want(0, 12)
    await settled()
    // then
    expect(store.snapshot()).toMatchObject({ state: 'ready', total: 100_000 })
    expect(store.snapshot().at(0)?.id).toBe(1_000_000)
    expect(box.asked).toEqual([{ offset: 0, limit: LIST_PAGE_ROWS }, { offset: LIST_PAGE_ROWS, limit: LIST_PAGE_ROWS }])
  })

  test('flying past a thousand pages asks for few of them, and the last in view is there', async () => {
    // given
    const box = new Box(100_000)
    const store = new RowStore(box)
    store.want(0, 12)
    await settled()
    // when
    box.asked = []
    for (let index = 0; index < 100_000; index += 60) store.want(index, index + 12)
    store.want(99_980, 99_999)
    await settled()
    // then
    expect(store.snapshot().at(99_999)?.id).toBe(900_001)
    expect(box.asked.length).toBeLessThan(6)
  })

  test('keeps a bounded number of pages', async () => {
    const box = new Box(100_000)
    const store = new RowStore(box)
    for (let index = 0; index < 60 * LIST_PAGE_ROWS; index += LIST_PAGE_ROWS) {
      store.want(index, index + 10)
      await settled()
    }
    const kept = Array.from({ length: 80 }, (_, page) => store.snapshot().at(page * LIST_PAGE_ROWS)).filter((found) => found !== undefined)
    expect(kept.length).toBeLessThanOrEqual(LIST_KEPT_PAGES)
    expect(store.snapshot().at(59 * LIST_PAGE_ROWS)).toBeDefined()
  })

  test('an answer from before a refresh is dropped', async () => {
    // given
    const box = new Box(1000)
    const store = new RowStore(box)
    store.want(0, 10)
    await settled()
    box.hold()
    store.want(500, 510)
    // when
    box.ids = box.ids.slice(1)
    const refreshed = store.refresh(() => null)
    await box.release()
    await refreshed
    await settled()
    // then
    expect(store.snapshot().total).toBe(999)
    expect(store.snapshot().at(505)?.id).toBe(box.ids[505])
  })

  test('new mail on top moves the view along with the row that was in it', async () => {
    // given
    const box = new Box(1000)
    const store = new RowStore(box)
    store.want(300, 310)
    await settled()
    store.want(300, 310)
    await settled()
    const anchor = { id: box.ids[300] ?? 0, index: 300 }
    // when
    box.ids = [2_000_003, 2_000_002, 2_000_001, ...box.ids]
    await store.refresh(() => anchor)
    // then
    expect(store.snapshot().moved).toBe(3)
    expect(store.snapshot().at(303)?.id).toBe(anchor.id)
    expect(store.snapshot().total).toBe(1003)
  })

  test('a refresh that fails keeps what is there and says so; the first load that fails is a failure', async () => {
    const box = new Box(10)
    const store = new RowStore(box)
    box.fails = 'unreachable'
    store.want(0, 5)
    await settled()
    expect(store.snapshot()).toMatchObject({ state: 'failed', fail: 'unreachable' })
    box.fails = null
    await store.refresh(() => null)
    expect(store.snapshot()).toMatchObject({ state: 'ready', fail: null })
    box.fails = 'unreachable'
    await store.refresh(() => null)
    expect(store.snapshot()).toMatchObject({ state: 'ready', fail: 'unreachable', total: 10 })
    expect(store.snapshot().at(0)).toBeDefined()
  })

  test('gives the ids of a stretch that is not at hand', async () => {
    const box = new Box(1000)
    const store = new RowStore(box)
    store.want(0, 10)
    await settled()
    expect(await store.idsBetween(90, 650)).toEqual(box.ids.slice(90, 651))
  })

  test('whatever happens in whatever order, a row that is shown stands where the list has it', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.oneof(
        fc.record({ do: fc.constant('want' as const), at: fc.nat(900) }),
        fc.record({ do: fc.constant('arrive' as const), at: fc.nat(5) }),
        fc.record({ do: fc.constant('remove' as const), at: fc.nat(400) }),
      ), { maxLength: 25 }),
      async (acts) => {
        const box = new Box(800)
        const store = new RowStore(box)
        let next = 2_000_000
        for (const act of acts) {
          if (act.do === 'want') store.want(act.at, act.at + 15)
          if (act.do === 'arrive') box.ids = [...Array.from({ length: act.at }, () => next++), ...box.ids]
          if (act.do === 'remove') box.ids = box.ids.filter((_, index) => index !== act.at)
          if (act.do !== 'want') await store.refresh(() => null)
          else if (act.at % 2 === 0) await settled()
        }
        await settled()
        box.ids.forEach((id, index) => {
          const shown = store.snapshot().at(index)
          if (shown !== undefined) expect(shown.id).toBe(id)
        })
      },
    ), { numRuns: 60 })
  })
})
