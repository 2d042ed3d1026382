import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a look and a restore of before say what they said, and nothing is known of the second copy', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 320))
  database.exec(`
    INSERT INTO store_check (id, at, messages, bytes, fetched_again, mail) VALUES (1, 1, 2, 3, 4, 'whole');
    INSERT INTO restored_state (id, at, backup_at, held, must_read, seen) VALUES (1, 2, 1, 0, 0, 0);
  `)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 330))
  // then
  expect(versionOf(database)).toBe(330)
  expect(database.prepare('SELECT fetched_again, faults FROM store_check').get()).toEqual({ fetched_again: 4, faults: '{}' })
  expect(database.prepare('SELECT source FROM restored_state').pluck().get()).toBe('backup')
  expect(database.prepare('SELECT * FROM state_check').all()).toEqual([])
})
