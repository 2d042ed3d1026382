import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('who was written to before knows when: the last time, in a sent folder, of that account', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 30))
  database.exec(`
    INSERT INTO account (key) VALUES ('a'), ('b');
    INSERT INTO folder (id, account_id, path, name, role, shared, rights, position) VALUES
      (1, 1, 'INBOX', 'INBOX', 'inbox', 0, 15, 0), (2, 1, 'Sent', 'Sent', 'sent', 0, 15, 1), (3, 2, 'Sent', 'Sent', 'sent', 0, 15, 0);
    INSERT INTO person (account_id, key, address, name, written, seen, last_at) VALUES
      (1, 'bas@delinde.test', 'Bas@delinde.test', 'Bas', 2, 9, 900), (1, 'mia@delinde.test', 'mia@delinde.test', 'Mia', 0, 3, 800), (2, 'bas@delinde.test', 'bas@delinde.test', '', 1, 0, 70);
  `)
  const add = database.prepare(`
    INSERT INTO message (id, account_id, home_id, uid, flags, thread_id, home_flags, keywords, received_at, size, has_attachments, stray_answer, subject, snippet, people)
    VALUES (?, ?, ?, ?, 0, 1, 0, '', ?, 0, 0, 0, '', '', ?)`)
  const own = ['Anja', 'anja@delinde.test']
  add.run(1, 1, 2, 1, 100, JSON.stringify([[own], [], [], [['Bas', 'BAS@delinde.test'], ['Mia', 'mia@delinde.test']]]))
  add.run(2, 1, 2, 2, 300, JSON.stringify([[own], [], [], [], [['', 'bas@delinde.test']]]))
  add.run(3, 1, 1, 1, 900, JSON.stringify([[['Bas', 'bas@delinde.test']], [], [], [own, ['Bas', 'bas@delinde.test']]]))
  add.run(4, 2, 3, 1, 70, JSON.stringify([[own], [], [], [], [], [['', 'bas@delinde.test']]]))
  add.run(5, 1, 2, 3, 950, '[]')
  // when
  migrate(database, cacheMigrations.filter(({ to }) => to <= 40))
  // then
  expect(versionOf(database)).toBe(40)
  expect(database.prepare('SELECT account_id, key, written_at FROM person ORDER BY account_id, key').raw().all()).toEqual([
    [1, 'bas@delinde.test', 300], [1, 'mia@delinde.test', null], [2, 'bas@delinde.test', 70],
  ])
})
