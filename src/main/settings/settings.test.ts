import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { settings as schema } from '../../shared/contract/app.ts'
import { defaultSettings, readSettings, writeSettings } from './settings.ts'

test('what was never changed has its default, and the defaults fit the contract', () => {
  using state = stateDatabase()
  expect(readSettings(state.database)).toEqual(defaultSettings)
  expect(schema.parse(defaultSettings)).toEqual(defaultSettings)
})

test('a change names what it changes, and is there after a restart', () => {
  using state = stateDatabase()
  expect(writeSettings(state.database, { theme: 'dark', listWidth: 500 })).toEqual({ ok: true, value: {} })
  expect(writeSettings(state.database, { theme: 'light', density: undefined })).toEqual({ ok: true, value: {} })
  expect(readSettings(state.reopen())).toEqual({ ...defaultSettings, theme: 'light', listWidth: 500 })
})

test('whatever stands in the table, every setting is one of today\'s', () => {
  using state = stateDatabase()
  const put = state.database.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)')
  const name = fc.constantFrom(...Object.keys(defaultSettings), '__proto__', 'fromTheFuture')
  fc.assert(fc.property(name, fc.oneof(fc.json(), fc.string()), (setting, value) => {
    put.run(setting, value)
    expect(schema.safeParse(readSettings(state.database)).success).toBe(true)
  }))
})

test('a setting of a newer version survives a change by this one', () => {
  using state = stateDatabase()
  state.database.prepare('INSERT INTO setting VALUES (?, ?)').run('fromTheFuture', '1')
  writeSettings(state.database, { language: 'en' })
  expect(state.database.prepare('SELECT value FROM setting WHERE name = ?').pluck().get('fromTheFuture')).toBe('1')
})

test('a full disk is a refusal, and nothing has changed', () => {
  using state = stateDatabase()
  state.database.pragma(`max_page_count = ${Number(state.database.pragma('page_count', { simple: true }))}`)
  const fill = state.database.prepare('INSERT INTO setting VALUES (?, ?)')
  expect(() => { for (let row = 0; ; row++) fill.run(`filler${row}`, 'x'.repeat(1_000)) }).toThrow('full')
  expect(() => { for (let row = 0; ; row++) fill.run(`small${row}`, 'x') }).toThrow('full')
  expect(writeSettings(state.database, { theme: 'dark', language: 'en' })).toEqual({ ok: false, fail: 'disk-full' })
  expect(readSettings(state.database)).toEqual(defaultSettings)
})
