import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('reports are kept one of each kind for a recipient; deliveries from before were not held back for a moment', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 100))
  database.exec(`
    INSERT INTO outgoing (id, account_id, message_id, sender, subject, manuscript, blob_id, size_bytes, mime_hash, attachment_count, created_at)
      VALUES ('o', 'a', 'm', 's', '', '{}', 'b', 1, 'h', 0, 1);
    INSERT INTO delivery (id, outgoing_id, position, recipients, state, since, due_at) VALUES ('d', 'o', 1, '[]', 'undo', 1, 2);
  `)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 110))
  // then
  expect(versionOf(database)).toBe(110)
  expect(database.prepare('SELECT scheduled_for FROM delivery').pluck().all()).toEqual([null])
  const add = database.prepare("INSERT INTO delivery_report VALUES ('m', 'a@b.test', ?, '5.1.1', 550, 'b.test', 1, '', NULL)")
  add.run('failed')
  add.run('delayed')
  expect(() => add.run('failed')).toThrow('UNIQUE')
  expect(() => add.run('read')).toThrow('CHECK')
})
