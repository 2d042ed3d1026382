import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('of no mailbox is it known before whether its password was refused', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 290))
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 300))
  // then
  expect(versionOf(database)).toBe(300)
  expect(database.prepare('SELECT count(*) FROM login_check').pluck().get()).toBe(0)
  expect(() => database.exec("INSERT INTO login_check (mailbox, origin, at, refused) VALUES ('info', 'h', 1, 2)")).toThrow('CHECK')
})
