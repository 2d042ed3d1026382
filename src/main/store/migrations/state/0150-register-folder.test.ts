import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('one event may lie at several numbers, one number holds one event', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 150))
  // then
  expect(versionOf(database)).toBe(150)
  const place = database.prepare('INSERT INTO register_place (uid, hash) VALUES (?, ?)')
  place.run(1, 'a')
  place.run(2, 'a')
  expect(() => place.run(2, 'b')).toThrow('UNIQUE')
  database.exec("INSERT INTO join_request (hash, body, seen_at) VALUES ('r', x'00', 1)")
  expect(database.prepare('SELECT dropped FROM join_request').pluck().get()).toBe(0)
})
