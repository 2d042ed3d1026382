import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

const opened = () => {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 80))
  expect(versionOf(database)).toBe(80)
  migrate(database, stateMigrations.filter(({ to }) => to <= 90))
  expect(versionOf(database)).toBe(90)
  return database
}

const contact = "INSERT INTO contact VALUES (?, ?, ?, 'A', '', 'person', ?, ?, ?, NULL, 0, 0, 0, 'own', '', '', 1)"

test('an address stands in the book once, and a number is verified by somebody at some time or not at all', () => {
  const add = opened().prepare(contact)
  // when
  add.run('1', 'A@b.test', 'a@b.test', '+31612345678', 'Anja', 5)
  // then
  expect(() => add.run('2', 'a@b.test', 'a@b.test', null, null, null)).toThrow('UNIQUE')
  expect(() => add.run('3', 'c@b.test', 'c@b.test', '0612345678', null, null)).toThrow('CHECK')
  expect(() => add.run('4', 'd@b.test', 'd@b.test', '+31612345678', 'Anja', null)).toThrow('CHECK')
  expect(() => add.run('5', 'e@b.test', 'e@b.test', null, 'Anja', 5)).toThrow('CHECK')
})

test('a consent is withdrawn once, never changed and never deleted, also when the contact goes', () => {
  const database = opened()
  database.prepare(contact).run('1', 'a@b.test', 'a@b.test', null, null, null)
  const give = database.prepare("INSERT INTO consent (contact_id, address, scope, given_by, given_at) VALUES ('1', 'a@b.test', 'logistic', 'Anja', 1)")
  give.run()
  expect(() => give.run()).toThrow('UNIQUE')
  expect(() => database.exec("UPDATE consent SET scope = 'both'")).toThrow('not changed')
  expect(() => database.exec('DELETE FROM consent')).toThrow('not deleted')
  // when
  database.exec("UPDATE consent SET withdrawn_by = 'Bas', withdrawn_at = 2")
  give.run()
  database.exec('DELETE FROM contact')
  // then
  expect(() => database.exec('UPDATE consent SET withdrawn_at = 3 WHERE seq = 1')).toThrow('not changed')
  expect(database.prepare('SELECT count(*) FROM consent').pluck().get()).toBe(2)
})
