import { randomUUID } from 'node:crypto'
import type { Act, MailTask, TaskResult } from '../imap/face.ts'
import { finishTask, pendingTasks, storeTasks } from '../imap/tasks.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import { inTransaction, isDiskFull, type Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { SyncHost } from './threads/sync-host.ts'
import type { ToldActs } from './told-acts.ts'

/** Messages of one folder: what undo puts back has one place to go. */
export interface PlannedAct { accountId: string; folderId: number; act: Act; messageIds: readonly number[] }

export interface Acts {
  /** Stores the tasks of one act, in one transaction with `alongside`, then lets them run. `group` is what undo names. */
  start(group: string, planned: readonly PlannedAct[], alongside?: (tasks: readonly MailTask[]) => void): void
  /** In the caller's transaction: what an answer leaves on the message that it answers; `runMarks` once that is committed. */
  mark(messageId: number, mark: 'answered' | 'forwarded'): void
  runMarks(): void
  /** What taking a group back would do, so that it can be asked whether it still may be; empty when nothing is known of it. */
  undoing(group: string): readonly Undoing[]
  /** Takes a group back; false when nothing is known of it any more. */
  undo(group: string): boolean
  /** What an account still has to do from an earlier session. */
  resume(accountId: string): void
  /**
   * The account may no longer be opened here, and its session was told to close: what it had not done by then does not take place, and
   * that is said. `isWanted`: it was opened again meanwhile.
   */
  giveUp(accountId: string, isWanted: () => boolean): Promise<void>
  hear(result: TaskResult): void
}

export interface Undoing {
  readonly act: 'mark' | 'file'
  readonly messageIds: readonly number[]
  /** The folder that they go back to; null: they stay where they are. */
  readonly to: number | null
}

interface Started { task: MailTask; folderId: number }

/** Groups that can still be undone; older ones have long left the screen. */
const GROUPS_KEPT = 100

/** Of a session that is closed anything may be asked: it only says so. */
const NO_MESSAGE = 0

interface Room { db: Database; reader: MailboxReader; sync: Pick<SyncHost, 'tell' | 'bringBack'>; changes: Changes; told: Pick<ToldActs, 'undone' | 'ended' | 'turnedBack'>; now: () => number }

/** What a person does to messages: durable first, then shown, then done on the server, and taken back when asked or refused. */
export function createActs({ db, reader, sync, changes, told, now }: Room): Acts {
  const groups = new Map<string, readonly Started[]>()
  const endings = hearEndings({ db, changes, told })
  const marks: MailTask[] = []

  const run = (tasks: readonly MailTask[], alongside: (tasks: readonly MailTask[]) => void = () => undefined) => {
    inTransaction(db, () => {
      storeTasks(db, tasks, now())
      alongside(tasks)
    })
    for (const task of tasks) sync.tell({ kind: 'run', task })
  }
  return {
    start(group, planned, alongside) {
      const started = planned.map(({ accountId, folderId, act, messageIds }) =>
        ({ folderId, task: { id: randomUUID(), accountId, act, messages: messageIds.map((messageId) => ({ messageId, place: reader.place(messageId) })), undoes: null } }))
      run(started.map(({ task }) => task), alongside)
      groups.set(group, started)
      if (groups.size > GROUPS_KEPT) groups.delete(groups.keys().next().value ?? group)
    },
    mark(messageId, mark) {
      const header = reader.header(messageId)
      // Gone since, or marked by an earlier answer.
      if (header === null || (mark === 'answered' && header.answered)) return
      const task: MailTask = { id: randomUUID(), accountId: header.accountId, act: { kind: 'mark', mark }, messages: [{ messageId, place: reader.place(messageId) }], undoes: null }
      storeTasks(db, [task], now())
      marks.push(task)
    },
    runMarks() {
      for (const task of marks.splice(0)) sync.tell({ kind: 'run', task })
    },
    undoing: (group) => groups.get(group)?.map(undoingOf) ?? [],
    undo(group) {
      const inverse = groups.get(group)?.map(inverseOf) ?? [null]
      if (inverse.includes(null)) return false
      run(inverse.filter((task) => task !== null), told.undone)
      groups.delete(group)
      return true
    },
    resume(accountId) {
      for (const task of pendingTasks(db, accountId)) if (!endings.isOver(task.id)) sync.tell({ kind: 'run', task })
    },
    async giveUp(accountId, isWanted) {
      // Answered behind the closing: what had been begun has been told of by then.
      const { kind } = await sync.bringBack(accountId, NO_MESSAGE)
      if (kind !== 'closed' || isWanted()) return
      for (const { id: taskId, act } of pendingTasks(db, accountId)) endings.hear({ kind: 'turned-back', taskId, act: act.kind, reason: 'no-right' })
    },
    hear: (result) => { endings.hear(result) },
  }
}

/** How tasks end: what of it colleagues and the journal hear, together with the task's leaving `state.db`. */
function hearEndings({ db, changes, told }: Pick<Room, 'db' | 'changes' | 'told'>): { isOver(taskId: string): boolean; hear(result: TaskResult): void } {
  const over = new Map<string, TaskResult>()
  /** On a full disk the row stays until the next one goes: after a restart the task would only ask for what is so already. */
  const finish = (result: TaskResult) => {
    over.set(result.taskId, result)
    try {
      for (const ended of over.values()) {
        inTransaction(db, () => {
          told.ended(ended)
          finishTask(db, ended.taskId)
        })
        over.delete(ended.taskId)
      }
    } catch (error) {
      if (!isDiskFull(error)) throw error
    }
  }
  return {
    isOver: (taskId) => over.has(taskId),
    hear(result) {
      finish(result)
      if (result.kind !== 'turned-back') return
      const { taskId, act, reason } = result
      // Nobody asked for it: a server that keeps no marks from us is no news to a person.
      if (act === 'mark') return
      told.turnedBack(result)
      changes.tell({ kind: 'turned-back', taskId, act, reason })
    },
  }
}

const undoingOf = ({ task: { act, messages }, folderId }: Started): Undoing =>
  ({ act: act.kind === 'flag' ? 'mark' : 'file', messageIds: messages.map(({ messageId }) => messageId), to: act.kind === 'move' ? folderId : null })

/** What takes a task back; null where nothing does. */
function inverseOf({ task, folderId }: Started): MailTask | null {
  const id = randomUUID()
  switch (task.act.kind) {
    case 'flag': return { ...task, id, act: { ...task.act, on: !task.act.on }, undoes: task.id }
    case 'move': return { ...task, id, act: { kind: 'move', to: folderId }, undoes: task.id }
    case 'mark': case 'destroy': return null
  }
}
