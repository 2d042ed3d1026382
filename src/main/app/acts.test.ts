import { expect, test, vi } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { pendingTasks, storeTasks } from '../imap/tasks.ts'
import type { TaskResult } from '../imap/face.ts'
import { createActs } from './acts.ts'

function closing() {
  const state = stateDatabase()
  const task = (id: string) => ({ id, accountId: 'info', act: { kind: 'mark', mark: 'answered' } as const, messages: [], undoes: null })
  storeTasks(state.database, ['done', 'not'].map(task), 0)
  const ended = vi.fn<(result: TaskResult) => void>()
  const closed = Promise.withResolvers<{ kind: 'closed' }>()
  const acts = createActs({
    db: state.database, reader: {} as never, sync: { tell: () => undefined, bringBack: () => closed.promise }, changes: { touch: () => undefined, tell: () => undefined } as never,
    told: { undone: () => undefined, ended, turnedBack: () => undefined }, now: () => 0,
  })
  return { acts, closed, ended, waiting: () => pendingTasks(state.database, 'info').map(({ id }) => id), [Symbol.dispose]: () => { state[Symbol.dispose]() } }
}

test('what a mailbox that closes has just done is not told as turned back: it is heard of before the rest is given up', async () => {
  // given
  using mailbox = closing()
  const { acts, closed, ended } = mailbox
  // when
  const given = acts.giveUp('info', () => false)
  expect(mailbox.waiting()).toEqual(['done', 'not'])
  acts.hear({ kind: 'done', taskId: 'done', created: null })
  closed.resolve({ kind: 'closed' })
  await given
  // then
  expect(ended.mock.calls.map(([{ kind, taskId }]) => [kind, taskId])).toEqual([['done', 'done'], ['turned-back', 'not']])
  expect(mailbox.waiting()).toEqual([])
})

test('a mailbox that was opened again meanwhile goes on with what it has to do', async () => {
  using mailbox = closing()
  const given = mailbox.acts.giveUp('info', () => true)
  mailbox.closed.resolve({ kind: 'closed' })
  await given
  expect(mailbox.waiting()).toEqual(['done', 'not'])
})
