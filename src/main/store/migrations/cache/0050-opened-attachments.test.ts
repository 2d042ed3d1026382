import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('attachments that are here already are still to be opened, and found without looking through all mail', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 40))
  database.exec(`INSERT INTO account (key) VALUES ('a')`)
  const add = database.prepare(`
    INSERT INTO message (id, account_id, uid, flags, thread_id, home_flags, keywords, received_at, size, has_attachments, stray_answer, subject, snippet, people)
    VALUES (?, 1, ?, 0, 1, 0, '', 0, 0, ?, 0, '', '', '[]')`)
  for (const [id, has] of [[1, 1], [2, 0], [3, 1]] as const) add.run(id, id, has)
  // when
  migrate(database, cacheMigrations.filter(({ to }) => to <= 50))
  // then
  expect(versionOf(database)).toBe(50)
  const query = 'SELECT id FROM message WHERE opened IS NULL AND has_attachments = 1 ORDER BY id DESC'
  expect(database.prepare(query).pluck().all()).toEqual([3, 1])
  expect(JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${query}`).all())).toContain('message_unopened')
})
