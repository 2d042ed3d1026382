import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('who was met in mail of others only is known no longer; whom one\'s own mail names, or somebody wrote to, is', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 50))
  database.exec(`
    INSERT INTO account (key) VALUES ('a'), ('b');
    INSERT INTO folder (id, account_id, path, name, role, shared, rights, position) VALUES
      (1, 1, 'INBOX', 'INBOX', 'inbox', 0, 15, 0), (2, 1, 'Gedeeld/tom', 'tom', 'none', 1, 15, 1), (3, 1, 'Junk', 'Junk', 'junk', 0, 15, 2), (4, 2, 'INBOX', 'INBOX', 'inbox', 0, 15, 0);
    INSERT INTO person (id, account_id, key, address, name, written, seen, last_at) VALUES
      (1, 1, 'own@mailbox.test', 'Own@mailbox.test', '', 0, 1, 5), (2, 1, 'covered@mailbox.test', 'covered@mailbox.test', '', 0, 1, 5),
      (3, 1, 'written@mailbox.test', 'written@mailbox.test', '', 1, 1, 5), (4, 2, 'other@mailbox.test', 'other@mailbox.test', '', 0, 1, 5), (5, 1, 'junk@mailbox.test', 'junk@mailbox.test', '', 0, 1, 5);
    INSERT INTO person_index (rowid, words) SELECT id, address FROM person;
  `)
  const add = database.prepare(`
    INSERT INTO message (id, account_id, home_id, uid, flags, thread_id, home_flags, keywords, received_at, size, has_attachments, stray_answer, subject, snippet, people)
    VALUES (?, 1, ?, 1, 0, 1, 0, '', 5, 0, 0, 0, '', '', ?)`)
  add.run(1, 1, JSON.stringify([[['', 'OWN@mailbox.test']]]))
  add.run(2, 2, JSON.stringify([[['', 'covered@mailbox.test']], [], [], [['', 'written@mailbox.test']]]))
  add.run(3, 3, JSON.stringify([[['', 'junk@mailbox.test']]]))
  // when
  migrate(database, cacheMigrations.filter(({ to }) => to <= 60))
  // then
  expect(versionOf(database)).toBe(60)
  expect(database.prepare('SELECT id, key, folder_id FROM person ORDER BY id').raw().all()).toEqual([[1, 'own@mailbox.test', 0], [3, 'written@mailbox.test', 0], [4, 'other@mailbox.test', 0]])
  expect(database.prepare("SELECT rowid FROM person_index WHERE person_index MATCH 'mailbox' ORDER BY rowid").pluck().all()).toEqual([1, 3, 4])
})
