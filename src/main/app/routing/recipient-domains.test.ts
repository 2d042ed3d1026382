import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notLookedUp } from '../../trust/domain/recipient-domain.ts'
import { createRecipientDomains } from './recipient-domains.ts'
import { DOMAIN_FRESH_MS, DOMAIN_RETRY_MS, DOMAINS_WITHIN_MS } from './routing-limits.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const ready = (at: number) => ({ ...notLookedUp(at), status: 'ready', dnssec: 'secure' } as const)

function board() {
  const asked: string[][] = []
  let told = 0
  const domains = createRecipientDomains({ lookAt: (names) => { asked.push([...names]) }, onFound: () => { told += 1 }, now: () => Date.now() })
  return { domains, asked, told: () => told }
}

test('what is not known is asked for once, and told of when it is', () => {
  const { domains, asked, told } = board()
  expect([domains.known('a.test'), domains.known('a.test')]).toEqual([null, null])
  expect(asked).toEqual([['a.test']])
  domains.found('a.test', ready(Date.now()))
  expect([domains.known('a.test')?.status, told()]).toEqual(['ready', 1])
  domains.found('a.test', ready(Date.now()))
  expect(told()).toBe(1)
})

test('what is no longer fresh is given and looked up again; what failed sooner', () => {
  const { domains, asked } = board()
  domains.found('a.test', ready(Date.now()))
  domains.found('b.test', notLookedUp(Date.now()))
  vi.advanceTimersByTime(DOMAIN_RETRY_MS)
  expect([domains.known('a.test')?.status, domains.known('b.test')?.status, asked]).toEqual(['ready', 'lookupFailed', [['b.test']]])
  vi.advanceTimersByTime(DOMAIN_FRESH_MS)
  expect([domains.known('a.test')?.status, asked.at(-1)]).toEqual(['ready', ['a.test']])
})

test('RT-10: who cannot be looked up in time stands as not looked up', async () => {
  const { domains } = board()
  const found = domains.find(['a.test', 'b.test'])
  domains.found('a.test', ready(Date.now()))
  await vi.advanceTimersByTimeAsync(DOMAINS_WITHIN_MS)
  expect([...await found].map(([name, { status }]) => [name, status])).toEqual([['a.test', 'ready'], ['b.test', 'lookupFailed']])
})

test('a lock ends the waiting at once', async () => {
  const { domains } = board()
  const found = domains.find(['a.test'])
  domains.close()
  expect((await found).get('a.test')?.status).toBe('lookupFailed')
  expect((await domains.find(['b.test'])).get('b.test')?.status).toBe('lookupFailed')
})

test('another name server: nothing that was known counts any more', () => {
  const { domains, asked } = board()
  domains.found('a.test', ready(Date.now()))
  domains.forget()
  expect(domains.known('a.test')).toBeNull()
  expect(asked).toEqual([['a.test']])
})

test('a clock that was set back makes nothing fresh for ever', () => {
  const { domains, asked } = board()
  domains.found('a.test', ready(Date.now() + 10 * DOMAIN_FRESH_MS))
  domains.known('a.test')
  expect(asked).toEqual([['a.test']])
})
