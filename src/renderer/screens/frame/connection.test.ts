import { describe, expect, test } from 'vitest'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import { connectionProblem } from '../../../shared/contract/accounts.ts'
import { problemAdvice, problemWords, progressOf, summaryOf, syncedUntil } from './connection.ts'

const account = (more: Partial<AccountState>): AccountState => ({
  id: 'a', address: 'a@b.test', displayName: '', ownDomains: [], connection: { kind: 'online', since: 0 }, lastSyncedAt: 1000, progress: null, ...more,
})
const online = account({})
const waiting = account({ connection: { kind: 'waiting', problem: 'timeout', retryAt: 0 } })
const offline = account({ connection: { kind: 'waiting', problem: 'offline', retryAt: 0 } })
const stopped = account({ connection: { kind: 'stopped', problem: 'login-refused' } })
const connecting = account({ connection: { kind: 'connecting', since: 0 } })

describe('what the foot bar says', () => {
  test.each([
    [[], 'none'], [[online], 'online'], [[online, connecting], 'connecting'], [[online, waiting], 'waiting'],
    [[waiting, offline], 'offline'], [[offline, stopped], 'stopped'],
  ])('the worst of all accounts: %#', (accounts, summary) => {
    expect(summaryOf(accounts)).toBe(summary)
  })

  test('progress adds up over the accounts whose first copy runs', () => {
    const copying = (done: number, total: number, more: Partial<AccountState> = {}) => account({ progress: { done, total, bytes: 500, rate: null }, ...more })
    expect(progressOf([copying(10, 100), online, copying(20, 100)])).toEqual({ done: 30, total: 200, share: 0.15, bytes: 1000, rate: null, left: null, waits: null })
    expect(progressOf([copying(0, 0)])).toMatchObject({ done: 0, total: 0, share: 0 })
    expect(progressOf([online])).toBeNull()
    const fast = account({ progress: { done: 50, total: 100, bytes: 0, rate: { messages: 10, bytes: 1000 } } })
    expect(progressOf([fast, fast])).toMatchObject({ rate: { messages: 20, bytes: 2000 }, left: 5_000 })
    expect(progressOf([fast, copying(0, 9)])).toMatchObject({ rate: null, left: null })
  })

  test('a copy waits only when nothing of it goes on', () => {
    const progress = { done: 0, total: 9, bytes: 0, rate: null }
    expect(progressOf([{ ...waiting, progress }, { ...online, progress }])?.waits).toBeNull()
    expect(progressOf([{ ...waiting, progress }, online])?.waits).toBe('line')
    expect(progressOf([{ ...offline, progress }])?.waits).toBe('line')
    expect(progressOf([{ ...waiting, progress }, { ...stopped, progress }])?.waits).toBe('stopped')
    expect(progressOf([{ ...connecting, progress }])?.waits).toBeNull()
  })

  test('everything is as new as the oldest account, and never claimed before all are whole', () => {
    expect(syncedUntil([account({ lastSyncedAt: 5 }), account({ lastSyncedAt: 3 })])).toBe(3)
    expect(syncedUntil([online, account({ lastSyncedAt: null })])).toBeNull()
    expect(syncedUntil([])).toBeNull()
  })

  test('each problem has a sentence of its own, and advice of its own', () => {
    const all = [...connectionProblem.options, 'disk-full'] as const
    expect(new Set(all.map((problem) => problemWords[problem])).size).toBe(all.length)
    expect(new Set(all.map((problem) => problemAdvice[problem])).size).toBe(all.length)
  })
})
