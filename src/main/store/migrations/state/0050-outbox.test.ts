import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { outbox } from './0050-outbox.ts'

function stateAfterStep() {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  outbox.apply(database)
  database.exec(`
    INSERT INTO outgoing (id, account_id, message_id, sender, subject, manuscript, blob_id, size_bytes, mime_hash, attachment_count, created_at) VALUES ('o', 'a', 'm', 's', '', '{}', 'b', 1, 'h', 0, 1);
    INSERT INTO delivery (id, outgoing_id, position, recipients, state, since) VALUES ('d', 'o', 0, '[]', 'sending', 1)`)
  return database
}

test('a message stays for as long as one of its deliveries does', () => {
  const database = stateAfterStep()
  expect(() => database.exec('DELETE FROM outgoing')).toThrow('FOREIGN KEY')
  database.exec('DELETE FROM delivery; DELETE FROM outgoing')
})

test('a delivery whose end was noted can never be queued again by mistake', () => {
  const database = stateAfterStep()
  database.exec('UPDATE delivery SET end_noted = 1')
  expect(() => database.exec("UPDATE delivery SET state = 'queued'")).toThrow('CHECK')
  database.exec("UPDATE delivery SET state = 'held-unclear'")
  database.exec("UPDATE delivery SET state = 'queued', end_noted = 0")
})

test('what waits knows until when', () => {
  const database = stateAfterStep()
  expect(() => database.exec("UPDATE delivery SET state = 'waiting'")).toThrow('CHECK')
  expect(() => database.exec('UPDATE delivery SET due_at = 5')).toThrow('CHECK')
  database.exec("UPDATE delivery SET state = 'waiting', due_at = 5")
})
