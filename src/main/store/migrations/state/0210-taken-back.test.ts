import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('what a draft was goes with the draft', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  migrate(database, stateMigrations.filter(({ to }) => to <= 210))
  expect(versionOf(database)).toBe(210)
  database.exec("INSERT INTO draft (id, revision, kind, account_id, fields, created_at, saved_at) VALUES ('d', 1, 'new', 'a', '{}', 0, 0)")
  database.prepare('INSERT INTO taken_back (draft_id, message_id, mime_hash) VALUES (?, ?, ?)').run('d', 'm@x.test', '0'.repeat(64))
  // when
  database.exec("DELETE FROM draft WHERE id = 'd'")
  // then
  expect(database.prepare('SELECT count(*) FROM taken_back').pluck().get()).toBe(0)
})
