import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cacheMigrations, migrate, openDatabase, stateMigrations, step, versionAfter, versionOf } from './store.ts'
import type { Database, Step } from './store.ts'

const first = step(0, 10, (database) => database.exec('CREATE TABLE a (x)'))
const second = step(10, 20, (database) => database.exec('CREATE TABLE b (x)'))

let folder: string
let database: Database
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-'))
  const outcome = openDatabase({
    file: path.join(folder, 'a.db'), key: new Uint8Array(32), migrations: [first], mode: 'write', durability: 'normal',
  })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  database = outcome.database
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const tables = (): unknown[] => database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()

test('takes only the steps that are still to take', () => {
  migrate(database, [first, second])
  expect(tables()).toEqual(['a', 'b'])
  expect(versionOf(database)).toBe(20)
})

test('a step that fails leaves nothing, not even its version', () => {
  const halfway = step(10, 20, (db) => {
    db.exec('CREATE TABLE b (x)')
    throw new Error('mistake')
  })
  expect(() => migrate(database, [first, halfway])).toThrow('mistake')
  expect(tables()).toEqual(['a'])
  expect(versionOf(database)).toBe(10)
})

test.each<[string, () => unknown]>([
  ['a gap', () => versionAfter([first, step(20, 30, () => {})])],
  ['a step twice', () => versionAfter([first, first])],
  ['a stride that is not ten', () => step(0, 20, () => {})],
  ['a start between tens', () => step(5, 15, () => {})],
])('%s in the list is a mistake in the source', (_name, make) => {
  expect(make).toThrow('migration')
})

test.each<[string, readonly Step[]]>([['cache', cacheMigrations], ['state', stateMigrations]])('the steps of %s run on from nothing', (_name, steps) => {
  expect(versionAfter(steps)).toBe(steps.length * 10)
})
