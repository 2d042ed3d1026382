import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOG_OPEN_MS } from '../../src/main/app/journal-limits.ts'
import type { InputOf } from '../../src/shared/contract/contract.ts'
import type { Proof } from '../../src/shared/contract/vault.ts'
import { softKey } from '../vault/authenticator.ts'
import { openDesk, ORIGIN, type Desk } from './core.ts'

const key = softKey({ origin: ORIGIN })
let desk: Desk
beforeAll(async () => { desk = await openDesk({ key }) })
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await rm(desk.directory, { recursive: true, force: true })
})

async function proof(act: InputOf<'vault.beginProof'>['act'] = 'log'): Promise<Proof> {
  const { ticket, options } = await desk.get('vault.beginProof', { act })
  return { kind: 'key', ticket, assertion: key.get(options).assertion }
}
const page = (filter: InputOf<'journal.page'>['filter'] = {}) => desk.ask('journal.page', { scope: 'here', filter, after: null, limit: 100 })
const changes = async (): Promise<unknown[]> => (await desk.get('journal.page', { scope: 'here', filter: { group: 'log' }, after: null, limit: 100 })).entries.map(({ outcome, detail }) => [outcome, detail.change]).reverse()

test('the journal is shut until somebody proves to be there, for this; then it is open, and says so itself (LOG-04)', async () => {
  expect(await page()).toEqual({ ok: false, fail: 'log-closed' })
  expect(await desk.get('journal.view', {})).toEqual({ kind: 'shut' })
  expect(await desk.ask('journal.export', { scope: 'here', filter: {}, format: 'csv' })).toEqual({ ok: false, fail: 'log-closed' })
  // A proof for something else is none, and neither is one that was used.
  expect(await desk.ask('journal.open', { proof: await proof('renew') })).toEqual({ ok: false, fail: 'ticket-expired' })
  expect(await desk.ask('journal.open', { proof: { kind: 'code', code: 'ABCDE-ABCDE' } })).toEqual({ ok: false, fail: 'wrong-code' })
  const once = await proof()
  expect(await desk.ask('journal.open', { proof: once })).toEqual({ ok: true, value: {} })
  expect(await desk.ask('journal.open', { proof: once })).toEqual({ ok: false, fail: 'ticket-expired' })
  const view = await desk.until('journal.view', {}, (seen) => seen.kind === 'open' && seen.chain.kind !== 'checking')
  if (view.kind !== 'open') throw new Error('it is shut')
  expect(view).toMatchObject({ chain: { kind: 'holds' }, persons: ['Anja de Vries'] })
  expect(view.closesAt - Date.now()).toBeLessThanOrEqual(LOG_OPEN_MS)
  expect(await changes()).toEqual([['refused', 'opened'], ['done', 'opened'], ['done', 'verified']])
})

test('an export is told of before it leaves, with how much; nothing to export is said', async () => {
  const { text, count } = await desk.get('journal.export', { scope: 'here', filter: { group: 'security' }, format: 'json' })
  expect(JSON.parse(text)).toHaveLength(count)
  expect((JSON.parse(text) as { class: string }[]).map((entry) => entry.class)).toContain('unlock')
  expect(await desk.ask('journal.export', { scope: 'here', filter: { person: 'Niemand' }, format: 'csv' })).toEqual({ ok: false, fail: 'empty' })
  const { entries: [last] } = await desk.get('journal.page', { scope: 'here', filter: { group: 'log' }, after: null, limit: 1 })
  expect(last?.detail).toMatchObject({ change: 'exported', format: 'json', count })
})

test('a check of a mailbox that the journal knows is recorded; of another it is refused', async () => {
  expect(await desk.ask('journal.check', { scope: 'here', mailbox: 'elders@x.test', finding: 'in-order' })).toEqual({ ok: false, fail: 'no-such-mailbox' })
})

test('closed again by whoever opened it, and by every lock', async () => {
  await desk.get('journal.close', {})
  expect(await page()).toEqual({ ok: false, fail: 'log-closed' })
  await desk.get('journal.open', { proof: await proof() })
  expect((await page()).ok).toBe(true)
  await desk.core.lock('screen')
  await desk.unlock()
  expect(await page()).toEqual({ ok: false, fail: 'log-closed' })
})
