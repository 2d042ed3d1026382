import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('the last look is the only one that is kept', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 200))
  // then
  expect(versionOf(database)).toBe(200)
  const put = database.prepare("INSERT INTO store_check (id, at, messages, bytes, fetched_again, mail) VALUES (1, 1, 2, 3, 0, ?)")
  put.run('whole')
  expect(() => put.run('whole')).toThrow('UNIQUE')
  expect(() => put.run('half')).toThrow('CHECK')
})
