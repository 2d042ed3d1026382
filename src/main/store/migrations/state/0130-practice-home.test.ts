import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a workstation stands to one practice at most', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 130))
  // then
  expect(versionOf(database)).toBe(130)
  const add = (id: number, stage: string) => database.prepare("INSERT INTO practice_home (id, stage, account_id, folder, name) VALUES (?, ?, 'a', 'F', 'De Linde')").run(id, stage)
  add(1, 'founding')
  expect(() => add(1, 'member')).toThrow('UNIQUE')
  expect(() => add(2, 'member')).toThrow('CHECK')
  expect(() => database.exec("UPDATE practice_home SET stage = 'guest'")).toThrow('CHECK')
  expect(database.prepare('SELECT root, joining, uid_validity, places FROM practice_home').raw().get()).toEqual([null, null, null, ''])
})
