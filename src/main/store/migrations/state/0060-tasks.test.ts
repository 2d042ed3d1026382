import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a task is kept once, in order, on top of a file that ended a step before', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 50))
  expect(versionOf(database)).toBe(50)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 60))
  const add = database.prepare("INSERT INTO task (id, account_id, at, act, messages) VALUES (?, 'a', 1, ?, '[]')")
  add.run('second', '{}')
  add.run('first', '{}')
  // then
  expect(versionOf(database)).toBe(60)
  expect(() => add.run('first', '{}')).toThrow('UNIQUE')
  expect(() => add.run('third', 'not json')).toThrow('CHECK')
  expect(database.prepare('SELECT id FROM task ORDER BY seq').pluck().all()).toEqual(['second', 'first'])
})
