import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DraftFields } from '../../../shared/contract/compose.ts'
import { DRAFT_LONGEST_WAIT_MS, DRAFT_PAUSE_MS, DRAFT_RETRY_MS } from '../../../shared/limits.ts'
import { DraftKeeper, type DraftClock, type SaveAnswer } from './draft-keeper.ts'

const fields = (html: string): DraftFields => ({ accountId: 'a', to: [], cc: [], bcc: [], subject: '', html })

class TestClock implements DraftClock {
  time = 1_000
  private timers: { at: number; run: () => void }[] = []
  now(): number { return this.time }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run }
    this.timers.push(timer)
    return () => { this.timers = this.timers.filter((other) => other !== timer) }
  }
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0]
      if (next === undefined) break
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = next.at
      next.run()
      await settled()
    }
    this.time = end
    await settled()
  }
}

const settled = async (): Promise<void> => { for (let turn = 0; turn < 10; turn++) await Promise.resolve() }

/** The core's side: refuses an older revision, as `drafts.save` does. */
class Core {
  revision = 1
  kept = ''
  saves = 0
  next: SaveAnswer | null = null
  readonly save = (revision: number, { html }: DraftFields): Promise<SaveAnswer> => {
    this.saves += 1
    if (this.next !== null) return Promise.resolve(this.next)
    if (revision !== this.revision) return Promise.resolve({ ok: false, fail: 'stale-revision' })
    this.revision += 1
    this.kept = html
    return Promise.resolve({ ok: true, value: { revision: this.revision, savedAt: 2_000 } })
  }
}

const start = () => {
  const clock = new TestClock()
  const core = new Core()
  return { clock, core, keeper: new DraftKeeper({ revision: 1, savedAt: 500, save: core.save, clock }) }
}

describe('keeping a draft', () => {
  test('saves once, at a pause', async () => {
    const { clock, core, keeper } = start()
    for (const text of ['B', 'Be', 'Bes']) {
      keeper.change(fields(text))
      await clock.pass(DRAFT_PAUSE_MS - 1)
    }
    expect(core.saves).toBe(0)
    expect(keeper.snapshot().kind).toBe('typing')
    await clock.pass(1)
    expect(core).toMatchObject({ saves: 1, kept: 'Bes' })
    expect(keeper.snapshot()).toEqual({ kind: 'kept', at: 2_000 })
  })

  test('who never pauses is saved all the same', async () => {
    const { clock, core, keeper } = start()
    for (let step = 0; step * 100 <= DRAFT_LONGEST_WAIT_MS; step++) {
      keeper.change(fields(String(step)))
      await clock.pass(100)
    }
    expect(core.saves).toBe(1)
  })

  test('a failed save says so and keeps trying, ever slower, until it is kept', async () => {
    const { clock, core, keeper } = start()
    core.next = { ok: false, fail: 'disk-full' }
    keeper.change(fields('tekst'))
    await clock.pass(DRAFT_PAUSE_MS)
    expect(keeper.snapshot()).toEqual({ kind: 'not-kept', fail: 'disk-full', at: 500 })
    keeper.change(fields('meer tekst'))
    await clock.pass(DRAFT_RETRY_MS)
    expect(core.saves).toBe(2)
    core.next = null
    await clock.pass(DRAFT_RETRY_MS * 2)
    expect(core).toMatchObject({ saves: 3, kept: 'meer tekst' })
    expect(keeper.snapshot().kind).toBe('kept')
  })

  test('a draft saved elsewhere is not overwritten until the person says so', async () => {
    const { clock, core, keeper } = start()
    core.revision = 9
    core.kept = 'van het andere venster'
    keeper.change(fields('van hier'))
    await clock.pass(DRAFT_PAUSE_MS)
    keeper.change(fields('nog meer van hier'))
    await clock.pass(60_000)
    expect(keeper.snapshot().kind).toBe('newer-elsewhere')
    expect(core.kept).toBe('van het andere venster')
    expect(await keeper.flush()).toBeNull()
    keeper.keepMine(9)
    await clock.pass(0)
    expect(core.kept).toBe('nog meer van hier')
  })

  test('flush keeps what was typed during a save too, and gives the revision to send', async () => {
    const { core, keeper } = start()
    keeper.change(fields('een'))
    const flushed = keeper.flush()
    keeper.change(fields('twee'))
    expect(await flushed).toBe(3)
    expect(core.kept).toBe('twee')
  })

  test('flush of a draft that cannot be kept gives nothing to send', async () => {
    const { core, keeper } = start()
    core.next = { ok: false, fail: 'unreachable' }
    keeper.change(fields('een'))
    expect(await keeper.flush()).toBeNull()
  })

  test('a draft that is gone says so and stops', async () => {
    const { clock, core, keeper } = start()
    core.next = { ok: false, fail: 'no-such-draft' }
    keeper.change(fields('een'))
    await clock.pass(60_000)
    expect(keeper.snapshot().kind).toBe('gone')
    expect(core.saves).toBe(1)
  })

  test('whatever fails and whenever, in the end the last text is the one that is kept', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ pass: fc.nat(3_000), fail: fc.boolean() }), { minLength: 1, maxLength: 30 }),
      async (steps) => {
        const { clock, core, keeper } = start()
        for (const [step, { pass, fail }] of steps.entries()) {
          core.next = fail ? { ok: false, fail: 'unreachable' } : null
          keeper.change(fields(`tekst ${step}`))
          await clock.pass(pass)
        }
        core.next = null
        await clock.pass(120_000)
        expect(core.kept).toBe(`tekst ${steps.length - 1}`)
        expect(keeper.snapshot().kind).toBe('kept')
      },
    ), { numRuns: 100 })
  })
})
