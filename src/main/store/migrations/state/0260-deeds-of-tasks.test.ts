import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('a deed that waits for its task goes with it; all others stay', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 250))
  database.exec("INSERT INTO deed_outgoing (mailbox, message, act, at) VALUES ('info', 'm', 'read', 1)")
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 260))
  // then
  expect(versionOf(database)).toBe(260)
  database.exec(`
    INSERT INTO task (id, account_id, at, act, messages) VALUES ('t', 'a', 1, '{}', '[]'), ('u', 'a', 1, '{}', '[]');
    INSERT INTO deed_outgoing (mailbox, message, act, at, task_id) VALUES ('info', 'm', 'filed', 2, 't'), ('info', 'm', 'deleted', 3, 'u');
    DELETE FROM task WHERE id = 't';
  `)
  expect(database.prepare('SELECT act FROM deed_outgoing ORDER BY at').pluck().all()).toEqual(['read', 'deleted'])
})
