import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { drafts } from './0040-drafts.ts'

function stateAfterStep() {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  drafts.apply(database)
  return database
}

test('attachments go with their draft, the note of the copy on the server does not', () => {
  const database = stateAfterStep()
  database.exec(`
    INSERT INTO draft (id, revision, kind, account_id, fields, created_at, saved_at) VALUES ('d', 1, 'new', 'a', '{}', 1, 1);
    INSERT INTO draft_attachment (id, draft_id, position, name, type, size_bytes, blob_id) VALUES ('x', 'd', 1, 'a.pdf', 'application/pdf', 1, 'b');
    INSERT INTO draft_copy (message_id, draft_id, revision, account_id) VALUES ('d.1@delinde.test', 'd', 1, 'a');
    DELETE FROM draft`)
  expect(database.prepare('SELECT count(*) FROM draft_attachment').pluck().get()).toBe(0)
  expect(database.prepare('SELECT message_id, uploaded FROM draft_copy').all()).toEqual([{ message_id: 'd.1@delinde.test', uploaded: 0 }])
})

test('only known kinds and whole JSON', () => {
  const database = stateAfterStep()
  const insert = database.prepare<[string, string]>("INSERT INTO draft (id, revision, kind, account_id, fields, created_at, saved_at) VALUES ('d', 1, ?, 'a', ?, 1, 1)")
  expect(() => insert.run('resend', '{}')).toThrow('CHECK')
  expect(() => insert.run('new', '{')).toThrow('CHECK')
})
