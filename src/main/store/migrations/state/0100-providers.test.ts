import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('an account gets a provider, tests of it, and the practice one set of rules; all but the rules go with the account', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  migrate(database, stateMigrations.filter(({ to }) => to <= 90))
  database.exec(`INSERT INTO account (id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, ca_file, created_at)
    VALUES ('a', 'a@b.test', 'a@b.test', '', 'h', 1, 'tls', 'h', 1, 'tls', 'u', 'password', NULL, 1)`)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 100))
  database.exec("INSERT INTO account_provider VALUES ('a', 'zivver', '{}', 'd', 1)")
  database.exec("INSERT INTO provider_test VALUES ('t', 'a', 'd', 'reader@b.test', 'm', 'Anja', 1, NULL, NULL, NULL)")
  // then
  expect(versionOf(database)).toBe(100)
  expect(() => database.exec("UPDATE provider_test SET saw = 'code'")).toThrow('CHECK')
  expect(() => database.exec("UPDATE provider_test SET saw = 'certified', seen_by = 'Anja', seen_at = 2")).toThrow('CHECK')
  expect(() => database.exec("INSERT INTO practice_rules VALUES (2, '{}')")).toThrow('CHECK')
  database.exec("DELETE FROM account WHERE id = 'a'")
  expect(database.prepare('SELECT (SELECT count(*) FROM account_provider) + (SELECT count(*) FROM provider_test)').pluck().get()).toBe(0)
})
