import { QueryObserver, type QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OperationName } from '../../shared/contract/contract.ts'
import type { CoreEvent } from '../../shared/contract/wire.ts'
import { CHANGED_GATHER_MS, CHANGED_ROUND_MS, LOST_FORGET_MS } from '../../shared/limits.ts'
import type { Core, Link } from './core.ts'
import { followCore, newQueryClient } from './queries.ts'

function testCore() {
  const eventHandlers = new Set<(event: CoreEvent) => void>()
  const linkHandlers = new Set<() => void>()
  let state: Link = 'open'
  const core: Core = {
    ask: () => Promise.reject(new Error('not asked here')),
    onEvent: (handler) => { eventHandlers.add(handler); return () => void eventHandlers.delete(handler) },
    link: () => state,
    onLink: (handler) => { linkHandlers.add(handler); return () => void linkHandlers.delete(handler) },
    [Symbol.dispose]: () => undefined,
  }
  return {
    core,
    tell: (event: CoreEvent) => { for (const handler of eventHandlers) handler(event) },
    linkIs: (link: Link) => { state = link; for (const handler of linkHandlers) handler() },
    listeners: () => eventHandlers.size + linkHandlers.size,
  }
}

/** A screen that looks at one answer; counts how often it was asked. */
function look(client: QueryClient, name: OperationName, value: unknown) {
  const ask = vi.fn(() => Promise.resolve(value))
  const stop = new QueryObserver(client, { queryKey: [name, {}], queryFn: ask }).subscribe(() => undefined)
  return { ask, stop }
}

describe('live answers', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  test('only what reads a changed topic is asked again, once for a burst of news', async () => {
    // given
    const client = newQueryClient()
    const { core, tell } = testCore()
    const stop = followCore(core, client)
    const folders = look(client, 'folders.list', [])
    const settings = look(client, 'settings.get', {})
    await vi.advanceTimersByTimeAsync(0)
    // when
    for (let burst = 0; burst < 50; burst++) tell({ kind: 'changed', topics: ['folders', 'messages'] })
    await vi.advanceTimersByTimeAsync(CHANGED_GATHER_MS)
    // then
    expect(folders.ask).toHaveBeenCalledTimes(2)
    expect(settings.ask).toHaveBeenCalledTimes(1)
    stop()
  })

  test('news that never stops does not keep an answer from arriving', async () => {
    const client = newQueryClient()
    const { core, tell } = testCore()
    const stop = followCore(core, client)
    const slow = vi.fn(() => new Promise((resolve) => { setTimeout(() => resolve(slow.mock.calls.length), 10 * CHANGED_GATHER_MS) }))
    new QueryObserver(client, { queryKey: ['folders.list', {}], queryFn: slow }).subscribe(() => undefined)
    for (let moment = 0; moment < 100; moment++) {
      tell({ kind: 'changed', topics: ['folders'] })
      await vi.advanceTimersByTimeAsync(CHANGED_GATHER_MS)
    }
    expect(client.getQueryData(['folders.list', {}])).toBeGreaterThan(3)
    stop()
  })

  test('one slow answer does not keep another screen from its news', async () => {
    const client = newQueryClient()
    const { core, tell } = testCore()
    const stop = followCore(core, client)
    const slow = new QueryObserver(client, { queryKey: ['compose.detect', {}], queryFn: () => new Promise(() => undefined) }).subscribe(() => undefined)
    const folders = look(client, 'folders.list', [])
    await vi.advanceTimersByTimeAsync(0)
    tell({ kind: 'changed', topics: ['drafts'] })
    await vi.advanceTimersByTimeAsync(CHANGED_GATHER_MS)
    tell({ kind: 'changed', topics: ['folders'] })
    await vi.advanceTimersByTimeAsync(CHANGED_ROUND_MS + CHANGED_GATHER_MS)
    expect(folders.ask).toHaveBeenCalledTimes(2)
    slow()
    stop()
  })

  test('locking forgets everything read behind the second factor, at once', async () => {
    // given
    const client = newQueryClient()
    const { core, tell } = testCore()
    const stop = followCore(core, client)
    client.setQueryData(['mail.message', { messageId: 1 }], { subject: 'Uitslag' })
    client.setQueryData(['vault.state', {}], { phase: 'unlocked' })
    client.setQueryData(['app.about', {}], { version: '1' })
    // when
    tell({ kind: 'locked', because: 'idle' })
    // then
    expect(client.getQueryCache().getAll().map(({ queryKey }) => queryKey[0]).sort()).toEqual(['app.about', 'vault.state'])
    expect(client.getQueryData(['vault.state', {}])).toEqual({ phase: 'locked' })
    await vi.advanceTimersByTimeAsync(0)
    stop()
  })

  test('a screen whose core stays away locks itself; one that is back soon does not', async () => {
    const client = newQueryClient()
    client.setDefaultOptions({ queries: { gcTime: Infinity } })
    const { core, linkIs } = testCore()
    const stop = followCore(core, client)
    client.setQueryData(['folders.list', {}], [])
    linkIs('lost')
    await vi.advanceTimersByTimeAsync(LOST_FORGET_MS / 2)
    linkIs('open')
    await vi.advanceTimersByTimeAsync(LOST_FORGET_MS)
    expect(client.getQueryData(['folders.list', {}])).toEqual([])
    linkIs('lost')
    await vi.advanceTimersByTimeAsync(LOST_FORGET_MS)
    expect(client.getQueryData(['folders.list', {}])).toBeUndefined()
    stop()
  })

  test('leaves nothing behind', () => {
    const { core, listeners } = testCore()
    followCore(core, newQueryClient())()
    expect(listeners()).toBe(0)
  })
})
