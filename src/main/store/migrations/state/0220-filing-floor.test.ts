import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('there is one floor', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 220))
  // then
  expect(versionOf(database)).toBe(220)
  database.exec('INSERT INTO filing_floor (id, last) VALUES (1, 12)')
  expect(() => database.exec('INSERT INTO filing_floor (id, last) VALUES (2, 13)')).toThrow('CHECK')
})
