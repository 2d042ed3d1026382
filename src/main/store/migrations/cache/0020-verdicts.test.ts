import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('mail that is there already waits for its verdict like new mail', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 10))
  database.exec(`
    INSERT INTO account (key) VALUES ('a');
    INSERT INTO message (id, account_id, flags, thread_id, home_flags, keywords, received_at, size, has_attachments, stray_answer, subject, snippet, people)
    VALUES (1, 1, 0, 1, 0, '', 0, 0, 0, 0, '', '', '[]'), (2, 1, 0, 2, 0, '', 0, 0, 0, 0, '', '', '[]')`)
  // when
  migrate(database, cacheMigrations.filter(({ to }) => to <= 20))
  database.prepare('UPDATE message SET digest = ? WHERE id = 1').run(Buffer.alloc(32))
  // then
  expect(versionOf(database)).toBe(20)
  const waiting = 'SELECT id FROM message WHERE digest IS NULL ORDER BY id DESC'
  expect(database.prepare(waiting).pluck().all()).toEqual([2])
  expect(JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${waiting}`).all())).toContain('message_unassessed')
})
