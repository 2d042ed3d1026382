import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('of nobody it is known before it is noticed that their time is over', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 280))
  database.exec("INSERT INTO practice_home (id, stage, account_id, folder, name) VALUES (1, 'member', 'a', 'F', 'De Linde')")
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 290))
  // then
  expect(versionOf(database)).toBe(290)
  expect(database.prepare('SELECT over_noticed_at FROM practice_home').pluck().get()).toBeNull()
})
