import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('the practice stays as it was, and may have been left of one\'s own accord', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 330))
  database.exec("INSERT INTO practice_home VALUES (1, 'ended', 'a', 'F', 'De Linde', 'r', NULL, 'revoked', 7, '1:104', 12)")
  expect(() => database.exec("UPDATE practice_home SET ended_because = 'left'")).toThrow('CHECK')
  const before = database.prepare('SELECT * FROM practice_home').get()
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 340))
  // then
  expect(versionOf(database)).toBe(340)
  expect(database.prepare('SELECT * FROM practice_home').all()).toEqual([before])
  database.exec("UPDATE practice_home SET ended_because = 'left'")
  expect(() => database.exec("UPDATE practice_home SET ended_because = 'bored'")).toThrow('CHECK')
})
