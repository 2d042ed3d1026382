import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('what had begun before it was known what a server had said stays begun', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 300))
  database.exec('INSERT INTO register_time (id, highest) VALUES (1, 1800000000000)')
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 310))
  // then
  expect(versionOf(database)).toBe(310)
  expect(database.prepare('SELECT highest, stated FROM register_time').get()).toEqual({ highest: 1_800_000_000_000, stated: 1_800_000_000_000 })
})
