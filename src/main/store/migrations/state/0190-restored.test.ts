import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a file knows once that it was put back', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 190))
  // then
  expect(versionOf(database)).toBe(190)
  const put = database.prepare('INSERT INTO restored_state (id, at, backup_at, held, must_read, seen) VALUES (?, 2, 1, 0, 1, 0)')
  put.run(1)
  expect(() => put.run(1)).toThrow('UNIQUE')
  expect(() => put.run(2)).toThrow('CHECK')
})
