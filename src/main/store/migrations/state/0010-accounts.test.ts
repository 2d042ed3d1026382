import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../migrate.ts'
import { accounts } from './0010-accounts.ts'

function stateAfterStep() {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, [accounts])
  return database
}

const insert = `INSERT INTO account (id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, created_at)
  VALUES (?, 'Anja@delinde.test', ?, '', 'imap', 993, 'tls', 'smtp', 587, ?, 'anja', 'password', 1)`

test('an account is kept once per address, and only with TLS', () => {
  const database = stateAfterStep()
  database.prepare(insert).run('a', 'anja@delinde.test', 'starttls')
  expect(() => database.prepare(insert).run('b', 'anja@delinde.test', 'tls')).toThrow('UNIQUE')
  expect(() => database.prepare(insert).run('c', 'bas@delinde.test', 'none')).toThrow('CHECK')
  expect(database.prepare('SELECT id, more_own_domains FROM account').all()).toEqual([{ id: 'a', more_own_domains: '[]' }])
})
