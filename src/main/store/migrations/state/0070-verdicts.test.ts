import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a verdict is written once and never changed, on top of a file that ended a step before', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 60))
  expect(versionOf(database)).toBe(60)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 70))
  const add = database.prepare("INSERT INTO verdict VALUES (?, 'unsafe', 'IN-06', 'a.test', 'absent', 1, 2, '[]', '{}')")
  add.run(Buffer.alloc(32))
  // then
  expect(versionOf(database)).toBe(70)
  expect(() => add.run(Buffer.alloc(32))).toThrow('UNIQUE')
  expect(() => add.run(Buffer.alloc(31))).toThrow('CHECK')
  expect(() => database.exec("UPDATE verdict SET state = 'safe'")).toThrow('frozen')
})
