import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CoreEvent, Frame, Port, Request } from '../../shared/contract/wire.ts'
import { RECONNECT_FIRST_MS } from '../../shared/limits.ts'
import { LineRefused, connectCore } from './core.ts'

/** A line whose other end the test holds. */
class Line implements Port {
  readonly sent: Request[] = []
  readonly ended: Promise<void>
  break: () => void = () => undefined
  private hear: (frame: Frame) => void = () => undefined

  constructor() {
    this.ended = new Promise((resolve) => { this.break = resolve })
  }

  send(request: Request): void { this.sent.push(request) }
  listen(onFrame: (frame: Frame) => void): () => void {
    this.hear = onFrame
    return () => { this.hear = () => undefined }
  }

  say(frame: Frame): void { this.hear(frame) }
  answer(value: unknown, at = 0): void { this.say({ kind: 'answer', id: this.sent[at]?.id ?? -1, outcome: { ok: true, value } }) }
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('the line to the core', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  test('what is asked before the line is open goes out when it is', async () => {
    // given
    const line = new Line()
    using core = connectCore(() => Promise.resolve(line))
    // when
    const asked = core.ask('vault.lock', {})
    await settle()
    line.answer({})
    // then
    expect(line.sent.map(({ name }) => name)).toEqual(['vault.lock'])
    await expect(asked).resolves.toEqual({ ok: true, value: {} })
  })

  test('answers find their question, in whatever order they come', async () => {
    const line = new Line()
    using core = connectCore(() => Promise.resolve(line))
    await settle()
    const [first, second] = [core.ask('vault.touch', {}), core.ask('vault.lock', {})]
    line.answer({ second: true }, 1)
    line.answer({ first: true }, 0)
    await expect(Promise.all([first, second])).resolves.toEqual([{ ok: true, value: { first: true } }, { ok: true, value: { second: true } }])
  })

  test('a broken line leaves nobody waiting, and is looked for again', async () => {
    // given
    const lines = [new Line(), new Line()]
    const opened = vi.fn(() => Promise.resolve(lines[opened.mock.calls.length - 1]!))
    using core = connectCore(opened)
    const links: string[] = []
    core.onLink(() => links.push(core.link()))
    await settle()
    const asked = core.ask('accounts.list', {})
    // when
    lines[0]!.break()
    // then
    await expect(asked).resolves.toEqual({ ok: false, fail: 'unreachable' })
    await expect(core.ask('accounts.list', {})).resolves.toEqual({ ok: false, fail: 'unreachable' })
    await vi.advanceTimersByTimeAsync(RECONNECT_FIRST_MS)
    expect(links).toEqual(['open', 'lost', 'open'])
  })

  test('a core that stays away is tried ever more slowly', async () => {
    const opened = vi.fn(() => Promise.reject(new Error('nobody there')))
    using core = connectCore(opened)
    await vi.advanceTimersByTimeAsync(60_000)
    const triesInFirstMinute = opened.mock.calls.length
    expect(core.link()).toBe('lost')
    expect(triesInFirstMinute).toBeGreaterThan(5)
    expect(triesInFirstMinute).toBeLessThan(20)
  })

  test('who is told to stay out does not knock again', async () => {
    const opened = vi.fn(() => Promise.reject(new LineRefused()))
    using core = connectCore(opened)
    const asked = core.ask('accounts.list', {})
    await vi.advanceTimersByTimeAsync(60_000)
    expect(core.link()).toBe('refused')
    expect(opened).toHaveBeenCalledTimes(1)
    await expect(asked).resolves.toEqual({ ok: false, fail: 'unreachable' })
  })

  test('events reach who listens, and nobody who has stopped', async () => {
    const line = new Line()
    using core = connectCore(() => Promise.resolve(line))
    const heard: CoreEvent[] = []
    const stop = core.onEvent((event) => heard.push(event))
    await settle()
    line.say({ kind: 'event', event: { kind: 'unlocked' } })
    stop()
    line.say({ kind: 'event', event: { kind: 'locked', because: 'idle' } })
    expect(heard).toEqual([{ kind: 'unlocked' }])
  })
})
