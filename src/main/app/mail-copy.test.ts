import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase, stateMigrations } from '../store/store.ts'
import { createMailCopy } from './mail-copy.ts'

test('what a look through the copy found is not forgotten by a restart, and goes with the copy that it was about', () => {
  // given
  const directory = mkdtempSync(path.join(tmpdir(), 'mail-copy-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: new Uint8Array(32).fill(1), migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database: db } = opened
  onTestFinished(() => {
    db.close()
    rmSync(directory, { recursive: true })
  })
  writeFileSync(path.join(directory, 'cache.db'), 'damaged')
  const restarted = () => createMailCopy(directory, { now: () => 0, onBug: () => undefined })
  expect(restarted().prepare(db)).toBe('ready')
  db.prepare("INSERT INTO store_check (id, at, messages, bytes, fetched_again, mail) VALUES (1, 1, 2, 3, 0, 'damaged')").run()
  // when
  const copy = restarted()
  expect([copy.prepare(db), copy.prepare(db)]).toEqual(['damaged', 'damaged'])
  expect(copy.fetchAnew()).toEqual({ ok: true, value: {} })
  // then
  expect([copy.prepare(db), restarted().prepare(db)]).toEqual(['ready', 'ready'])
  expect(readdirSync(directory).filter((name) => name.startsWith('aside-'))).toHaveLength(1)
})
