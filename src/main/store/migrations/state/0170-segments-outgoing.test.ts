import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a segment waits once', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 170))
  // then
  expect(versionOf(database)).toBe(170)
  const add = database.prepare("INSERT INTO segment_outgoing (hash, bytes) VALUES ('h', x'01')")
  add.run()
  expect(() => add.run()).toThrow('UNIQUE')
})
