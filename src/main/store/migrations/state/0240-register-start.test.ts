import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a workstation starts from one snapshot; of each it is kept once whether it agreed', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 240))
  // then
  expect(versionOf(database)).toBe(240)
  const start = database.prepare("INSERT INTO register_start (id, event, content) VALUES (?, 'e', x'01')")
  start.run(1)
  expect(() => start.run(2)).toThrow('CHECK')
  const compared = database.prepare("INSERT INTO register_compared (event, agrees) VALUES ('e', ?)")
  expect(() => compared.run(2)).toThrow('CHECK')
  compared.run(0)
  expect(() => compared.run(1)).toThrow('UNIQUE')
})
