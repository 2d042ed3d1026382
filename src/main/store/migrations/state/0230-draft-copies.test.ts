import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('copies of before are taken to be on the server, without what was attached', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 220))
  database.exec("INSERT INTO draft_copy (message_id, draft_id, revision, account_id, uploaded) VALUES ('m', 'd', 1, 'a', 1)")
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 230))
  // then
  expect(versionOf(database)).toBe(230)
  expect(database.prepare('SELECT attachments, refused FROM draft_copy').get()).toEqual({ attachments: '', refused: 0 })
})
