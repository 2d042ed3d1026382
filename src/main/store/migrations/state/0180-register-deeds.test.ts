import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('deeds are found by an index, by message and by mailbox', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 170))
  database.exec("INSERT INTO register_event (hash, text, key, signature, understood) VALUES ('h', '{}', 'k', 's', 1)")
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 180))
  // then
  expect(versionOf(database)).toBe(180)
  database.exec("INSERT INTO register_deed (place, mailbox, message, act, at) VALUES (1, 'info', 'm', 'read', 5)")
  const planOf = (where: string) => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN SELECT act FROM register_deed WHERE ${where}`).all())
  expect(planOf("message = 'm'")).toContain('register_deed_message')
  expect(planOf("mailbox = 'info' ORDER BY at DESC")).toContain('register_deed_mailbox')
  database.exec('INSERT INTO deeds_seen (id, at) VALUES (1, 5)')
  expect(() => database.exec('INSERT INTO deeds_seen (id, at) VALUES (2, 5)')).toThrow('CHECK')
})
