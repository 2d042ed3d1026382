import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase, stateMigrations, type Database } from '../store/store.ts'
import type { MailTask } from './face.ts'
import { finishTask, forgetTasks, pendingTasks, storeTasks } from './tasks.ts'

const key = new Uint8Array(32).fill(7)

function stateFile(): { open(): Database } {
  const directory = mkdtempSync(path.join(tmpdir(), 'tasks-'))
  onTestFinished(() => { rmSync(directory, { recursive: true, force: true }) })
  return {
    open() {
      const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
      if (opened.kind !== 'open') throw new Error(opened.kind)
      onTestFinished(() => { if (opened.database.open) opened.database.close() })
      return opened.database
    },
  }
}

const task = (id: string, change: Partial<MailTask> = {}): MailTask => ({
  id, accountId: 'anja', act: { kind: 'flag', flag: 'seen', on: true },
  messages: [{ messageId: 4, place: { path: 'INBOX', uidValidity: 9, uid: 12 } }, { messageId: 5, place: null }], undoes: null, ...change,
})

test('what was stored is there in its order after a restart', () => {
  // given
  const file = stateFile()
  const before = file.open()
  const tasks = [task('b'), task('a', { act: { kind: 'move', to: 'archive' } }), task('c', { undoes: 'b' })]
  storeTasks(before, tasks, 1)
  storeTasks(before, [task('d', { accountId: 'bas' })], 2)
  before.close()
  // when
  const after = file.open()
  // then
  expect(pendingTasks(after, 'anja')).toEqual(tasks)
  expect(pendingTasks(after, 'bas').map(({ id }) => id)).toEqual(['d'])
})

test('a finished task is gone, and finishing it again is as good', () => {
  const database = stateFile().open()
  storeTasks(database, [task('a'), task('b')], 1)
  finishTask(database, 'a')
  finishTask(database, 'a')
  expect(pendingTasks(database, 'anja').map(({ id }) => id)).toEqual(['b'])
})

test('storing a task twice keeps one', () => {
  const database = stateFile().open()
  storeTasks(database, [task('a')], 1)
  storeTasks(database, [task('a')], 2)
  expect(pendingTasks(database, 'anja')).toHaveLength(1)
})

test('an account that leaves takes its tasks with it', () => {
  const database = stateFile().open()
  storeTasks(database, [task('a'), task('b', { accountId: 'bas' })], 1)
  forgetTasks(database, 'anja')
  expect(pendingTasks(database, 'anja')).toEqual([])
  expect(pendingTasks(database, 'bas')).toHaveLength(1)
})
