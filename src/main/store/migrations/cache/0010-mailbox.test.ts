import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, openDatabase } from '../../store.ts'
import type { Database } from '../../store.ts'
import { mailbox } from './0010-mailbox.ts'

let folder: string
let database: Database
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'step-'))
  const outcome = openDatabase({ file: path.join(folder, 'cache.db'), key: new Uint8Array(32), migrations: [], mode: 'write', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  database = outcome.database
  migrate(database, [mailbox])
  database.exec(`
    INSERT INTO account (key) VALUES ('a');
    INSERT INTO folder (account_id, path, name, role, shared, rights, position, total, unread) VALUES (1, 'A', 'A', 'inbox', 0, 15, 0, 1, 1), (1, 'B', 'B', 'none', 0, 15, 1, 0, 0);
    INSERT INTO message (id, account_id, folder_id, flags, thread_id, home_id, uid, home_flags, keywords, received_at, size,
      has_attachments, stray_answer, subject, snippet, people) VALUES (1, 1, 1, 0, 1, 1, 1, 0, '', 0, 0, 0, 0, '', '', '[]');
  `)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const counts = (): unknown => database.prepare('SELECT total, unread FROM folder ORDER BY id').raw().all()

describe('the counts of a folder follow its messages', () => {
  test.each([
    ['UPDATE message SET flags = 1', [[1, 0], [0, 0]]],
    ['UPDATE message SET flags = 2', [[1, 1], [0, 0]]],
    ['UPDATE message SET folder_id = 2', [[0, 0], [1, 1]]],
    ['UPDATE message SET folder_id = 2, flags = 1', [[0, 0], [1, 0]]],
    ['UPDATE message SET folder_id = NULL', [[0, 0], [0, 0]]],
    ['UPDATE message SET folder_id = NULL; UPDATE message SET folder_id = 1', [[1, 1], [0, 0]]],
    ['UPDATE message SET home_id = 2', [[1, 1], [0, 0]]],
    ['DELETE FROM message', [[0, 0], [0, 0]]],
    ['UPDATE message SET folder_id = NULL; DELETE FROM message', [[0, 0], [0, 0]]],
  ])('%s', (sql, expected) => {
    database.exec(sql)
    expect(counts()).toEqual(expected)
  })
})

test('one number stands for one message of a folder; messages without a number are free', () => {
  const copy = (id: number, uid: string): string =>
    `INSERT INTO message SELECT ${id}, account_id, folder_id, flags, thread_id, home_id, ${uid}, home_flags, keywords, received_at, sent_at, size,
     has_attachments, verdict, message_key, subject_key, stray_answer, subject, snippet, people FROM message WHERE id = 1`
  expect(() => database.exec(copy(2, '1'))).toThrow('UNIQUE')
  database.exec(`${copy(2, 'NULL')}; ${copy(3, 'NULL')}`)
})

test('changes under way and lost records go with their message, and a folder with mail does not go', () => {
  database.exec(`
    INSERT INTO pending_change (task_id, message_id, kind, value) VALUES ('t', 1, 'seen', 1);
    INSERT INTO lost_record VALUES (1);
  `)
  expect(() => database.exec('DELETE FROM folder WHERE id = 1')).toThrow('FOREIGN KEY')
  database.exec('DELETE FROM message')
  expect(database.prepare('SELECT (SELECT count(*) FROM pending_change), (SELECT count(*) FROM lost_record)').raw().get()).toEqual([0, 0])
})
