import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { cacheMigrations } from '../cache.ts'

test('the index gathers more before it writes, and what is in it stays findable', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, cacheMigrations.filter(({ to }) => to <= 20))
  const add = database.prepare("INSERT INTO message_index (rowid, subject, sender, recipient, file, body) VALUES (?, 'Recept', '', '', '', 'paracetamol')")
  add.run(1)
  // when
  migrate(database, cacheMigrations.filter(({ to }) => to <= 30))
  add.run(2)
  // then
  expect(versionOf(database)).toBe(30)
  expect(database.prepare("SELECT v FROM message_index_config WHERE k = 'hashsize'").pluck().get()).toBe(8_388_608)
  expect(database.prepare("SELECT rowid FROM message_index WHERE message_index MATCH 'para*'").pluck().all()).toEqual([1, 2])
})
