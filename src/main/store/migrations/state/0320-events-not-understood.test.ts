import Sqlite from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, versionOf } from '../../migrate.ts'
import { stateMigrations } from '../state.ts'

test('what an earlier program did not understand is found, and without reading what it did', () => {
  // given
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  migrate(database, stateMigrations.filter(({ to }) => to <= 310))
  const add = database.prepare("INSERT INTO register_event (hash, text, key, signature, understood) VALUES (?, '{}', 'k', 's', ?)")
  for (let event = 1; event <= 20; event++) add.run(`event ${String(event)}`, event === 7 ? 0 : 1)
  // when
  migrate(database, stateMigrations.filter(({ to }) => to <= 320))
  // then
  expect(versionOf(database)).toBe(320)
  const sql = 'SELECT hash FROM register_event WHERE understood = 0'
  expect(database.prepare(sql).pluck().all()).toEqual(['event 7'])
  const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all()
  expect(plan.map(({ detail }) => detail).join()).toContain('register_not_understood')
})
