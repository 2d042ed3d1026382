import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('events are kept once, never changed, and never go', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 130))
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 140))
  // then
  expect(versionOf(database)).toBe(140)
  const add = database.prepare("INSERT INTO register_event (hash, text, key, signature, understood) VALUES (?, '{}', 'k', 's', 1)")
  add.run('h')
  expect(() => add.run('h')).toThrow('UNIQUE')
  expect(() => database.exec("UPDATE register_event SET text = '[]'")).toThrow('not changed')
  expect(() => database.exec('DELETE FROM register_event')).toThrow('not shortened')
  expect(database.prepare('SELECT count(*) FROM register_event').pluck().get()).toBe(1)
})
