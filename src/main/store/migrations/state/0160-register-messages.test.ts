import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('events about a message are found by an index, those that were there already too', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 150))
  const add = database.prepare("INSERT INTO register_event (hash, text, key, signature, understood) VALUES (?, ?, 'k', 's', 1)")
  add.run('claimed', '{"body":{"message":"m"}}')
  add.run('law', '{"body":{"person":"m"}}')
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 160))
  add.run('released', '{"body":{"message":"m"}}')
  // then
  expect(versionOf(database)).toBe(160)
  const about = "SELECT hash FROM register_event WHERE json_extract(text, '$.body.message') = ? ORDER BY place"
  expect(database.prepare(about).pluck().all('m')).toEqual(['claimed', 'released'])
  expect(JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${about}`).all('m'))).toContain('register_event_message')
})
