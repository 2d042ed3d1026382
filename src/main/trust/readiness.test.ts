import { expect, test } from 'vitest'
import { NTA_FAILURE_KEEP_MS } from './limits.ts'
import { nameTable, type Texts } from '../../../test/trust/name-table.ts'
import { findReadiness } from './readiness.ts'

const record = 'v=NTA7516-1;startdate=2025-01;enddate=2027-12;provider=x'
const at = Date.parse('2026-02-15T09:30:00Z')

test('a failure is left in peace for a quarter of an hour (DNS-T4)', async () => {
  const table: Record<string, Texts> = { 'zorg.test': 'unreachable' }
  const resolver = nameTable(table)
  const status = async (later: number): Promise<string> => (await findReadiness('zorg.test', { resolver, at, now: at + later })).status
  expect(await status(0)).toBe('lookupFailed')
  table['zorg.test'] = [record]
  expect(await status(NTA_FAILURE_KEEP_MS - 1)).toBe('lookupFailed')
  expect(await status(NTA_FAILURE_KEEP_MS)).toBe('ready')
  expect(resolver.asked).toEqual(['zorg.test', 'zorg.test'])
})

test('but not when all is looked up again: the name server may be another', async () => {
  const table: Record<string, Texts> = { 'zorg.test': 'unreachable' }
  const resolver = nameTable(table)
  const status = async (): Promise<string> => (await findReadiness('zorg.test', { resolver, at, now: at })).status
  expect(await status()).toBe('lookupFailed')
  table['zorg.test'] = [record]
  resolver.forget()
  expect(await status()).toBe('ready')
})

test('the record counts as of receipt', async () => {
  const resolver = nameTable({ 'zorg.test': [record] })
  expect((await findReadiness('zorg.test', { resolver, at: Date.parse('2024-12-30'), now: at })).status).toBe('notYetValid')
})
