import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a draft from before asks nobody to delete anything', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 270))
  database.exec("INSERT INTO draft (id, revision, kind, account_id, fields, created_at, saved_at) VALUES ('d', 1, 'new', 'a', '{}', 1, 1)")
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 280))
  // then
  expect(versionOf(database)).toBe(280)
  expect(database.prepare('SELECT kind, asks_removal FROM draft').get()).toEqual({ kind: 'new', asks_removal: 0 })
})
