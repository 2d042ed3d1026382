import { inTransaction, type Database, type Statement } from '../store/store.ts'
import type { Act, MailTask, TaskMessage } from './face.ts'

/** What a person did to messages and the server has not yet done: in `state.db`, so that a crash or a long flight loses none of it. */
export function storeTasks(database: Database, tasks: readonly MailTask[], now: number): void {
  const { add } = prepare(database)
  inTransaction(database, () => {
    for (const { id, accountId, act, messages, undoes } of tasks) add.run(id, accountId, now, JSON.stringify(act), JSON.stringify(messages), undoes)
  })
}

/** In the order in which they were done. */
export function pendingTasks(database: Database, accountId: string): MailTask[] {
  return prepare(database).ofAccount.all(accountId).map(({ id, act, messages, undoes }) => ({
    id, accountId, act: JSON.parse(act) as Act, messages: JSON.parse(messages) as TaskMessage[], undoes,
  }))
}

/** Done, turned back or undone: nothing is left to do. A second time is as good. */
export function finishTask(database: Database, taskId: string): void {
  prepare(database).remove.run(taskId)
}

/** After going back to an older store: what is not among these was done since, or would be done twice. */
export function keepOnlyTasks(database: Database, taskIds: ReadonlySet<string>): void {
  const { all, remove } = prepare(database)
  for (const id of all.all()) if (!taskIds.has(id)) remove.run(id)
}

/** The account left this workstation, and what was still to be done on its server with it. */
export function forgetTasks(database: Database, accountId: string): void {
  prepare(database).removeAccount.run(accountId)
}

interface TaskRow { readonly id: string; readonly act: string; readonly messages: string; readonly undoes: string | null }

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<(number | string | null)[], Row> => database.prepare(sql)
  return {
    add: one('INSERT OR IGNORE INTO task (id, account_id, at, act, messages, undoes) VALUES (?, ?, ?, ?, ?, ?)'),
    ofAccount: one<TaskRow>('SELECT id, act, messages, undoes FROM task WHERE account_id = ? ORDER BY seq'),
    all: one<string>('SELECT id FROM task ORDER BY seq').pluck(),
    remove: one('DELETE FROM task WHERE id = ?'),
    removeAccount: one('DELETE FROM task WHERE account_id = ?'),
  }
}
