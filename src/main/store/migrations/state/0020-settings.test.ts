import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../migrate.ts'
import { accounts } from './0010-accounts.ts'
import { settings } from './0020-settings.ts'

test('a setting has one value; accounts that were there stay', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, [accounts])
  database.exec(`INSERT INTO account VALUES ('a', 'a@b.test', 'a@b.test', '', 'imap', 993, 'tls', 'smtp', 587, 'tls', 'a', 'password', NULL, '[]', 1)`)
  // when
  migrate(database, [accounts, settings])
  // then
  const insert = database.prepare('INSERT INTO setting (name, value) VALUES (?, ?)')
  insert.run('theme', '"dark"')
  expect(() => insert.run('theme', '"light"')).toThrow('UNIQUE')
  expect(database.prepare('SELECT count(*) FROM account').pluck().get()).toBe(1)
})
