import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('of each account the last comparing is the only one that is kept', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 250))
  // then
  expect(versionOf(database)).toBe(250)
  const put = database.prepare('INSERT INTO size_check (account_id, at, compared, fetched_again, untrue) VALUES (?, 1, 2, 0, 0)')
  put.run('a')
  put.run('b')
  expect(() => put.run('a')).toThrow('UNIQUE')
})
