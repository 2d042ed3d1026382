import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('of mail that is here nothing is to be told; of a copy only what is known', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 260))
  database.exec(`INSERT INTO outgoing (id, account_id, message_id, sender, subject, manuscript, blob_id, size_bytes, mime_hash, attachment_count, created_at)
    VALUES ('o', 'a', '<m@x>', 'a@x', '', '{}', 'b', 1, 'h', 0, 1)`)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 270))
  // then
  expect(versionOf(database)).toBe(270)
  expect(database.prepare('SELECT copy_trouble FROM outgoing').pluck().get()).toBeNull()
  expect(() => database.exec("UPDATE outgoing SET copy_trouble = 'lost'")).toThrow('CHECK')
})
