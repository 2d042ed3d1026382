import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../migrate.ts'
import { accounts } from './0010-accounts.ts'
import { settings } from './0020-settings.ts'
import { journal } from './0030-journal.ts'

test('the journal only grows; settings that were there stay', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, [accounts, settings])
  database.exec(`INSERT INTO setting VALUES ('theme', '"dark"')`)
  // when
  migrate(database, [accounts, settings, journal])
  const write = (verb: string, sequence: number) => database.prepare(`
    ${verb} INTO journal (sequence, class, outcome, at, offset_minutes, person, device, app_version, detail, previous, hash)
    VALUES (?, 'unlock', 'done', 1, 60, 'Anja', 'balie', '1', '{}', zeroblob(32), zeroblob(32))`).run(sequence)
  write('INSERT', 1)
  write('INSERT', 2)
  // then
  for (const statement of ["UPDATE journal SET person = 'Bas'", 'DELETE FROM journal', 'DELETE FROM journal WHERE sequence = 1']) {
    expect(() => database.exec(statement)).toThrow('only grows')
  }
  for (const sequence of [1, 2]) expect(() => write('INSERT OR REPLACE', sequence)).toThrow('only grows')
  expect(database.prepare('SELECT sequence FROM journal').pluck().all()).toEqual([1, 2])
  expect(database.prepare('SELECT value FROM setting').pluck().get()).toBe('"dark"')
})
