import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a journal of before keeps its entries; what was filed is neither changed nor forgotten', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 110))
  database.exec(`INSERT INTO journal (class, outcome, at, offset_minutes, person, device, app_version, detail, previous, hash)
    VALUES ('lock', 'done', 1, 60, 'Anja', 'balie', '0.1.0', '{}', zeroblob(32), zeroblob(32))`)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 120))
  // then
  expect(versionOf(database)).toBe(120)
  expect(database.prepare("SELECT person FROM journal INDEXED BY journal_person WHERE person = 'Anja'").pluck().all()).toEqual(['Anja'])
  const hash = 'ab'.repeat(32)
  database.prepare('INSERT INTO filed_segment VALUES (1, 1, ?, ?, ?, 1)').run(hash, hash, hash)
  expect(() => database.exec('UPDATE filed_segment SET head = hash')).toThrow('stays')
  expect(() => database.exec('DELETE FROM filed_segment')).toThrow('stays')
})
