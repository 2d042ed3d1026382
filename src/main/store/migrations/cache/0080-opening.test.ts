import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('what is known of opening attachments goes with its message', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 80))
  expect(versionOf(database)).toBe(80)
  database.pragma('foreign_keys = ON')
  database.exec(`
    INSERT INTO account (key) VALUES ('a');
    INSERT INTO message (id, account_id, uid, flags, thread_id, home_flags, keywords, received_at, size, has_attachments, stray_answer, subject, snippet, people)
    VALUES (1, 1, 1, 0, 1, 0, '', 0, 0, 1, 0, '', '', '[]');
    INSERT INTO opening VALUES (1, 1, 0);
  `)
  // when
  database.exec('DELETE FROM message')
  // then
  expect(database.prepare('SELECT count(*) FROM opening').pluck().get()).toBe(0)
})
