import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('drafts and deliveries from before have the careful class and their route', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 70))
  database.exec(`
    INSERT INTO draft (id, revision, kind, account_id, fields, created_at, saved_at) VALUES ('d', 0, 'new', 'a', '{}', 1, 1);
    INSERT INTO outgoing (id, account_id, message_id, sender, subject, manuscript, blob_id, size_bytes, mime_hash, attachment_count, created_at)
      VALUES ('o', 'a', 'm', 's', '', '{}', 'b', 1, 'h', 0, 1);
    INSERT INTO delivery (id, outgoing_id, position, recipients, state, since, due_at) VALUES ('gone', 'o', 1, '[]', 'sent', 1, NULL), ('held', 'o', 2, '[]', 'held-no-route', 1, NULL);
  `)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 80))
  // then
  expect(versionOf(database)).toBe(80)
  expect(database.prepare('SELECT message_class, class_floor FROM draft').get()).toEqual({ message_class: 'unknown', class_floor: 'general' })
  expect(database.prepare('SELECT id, route FROM delivery ORDER BY id').all()).toEqual([{ id: 'gone', route: 'community' }, { id: 'held', route: 'hold' }])
  expect(() => database.exec("UPDATE draft SET class_floor = 'safe'")).toThrow('CHECK')
  expect(() => database.exec("INSERT INTO sent_route VALUES ('m', 'a@b.test', 'hold', NULL, 1)")).toThrow('CHECK')
})
