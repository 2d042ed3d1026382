import { moveMessages, removeMessages, storeFlag } from './acts.ts'
import type { SyncContext } from './catch-up.ts'
import type { MailTask, Refusal } from './face.ts'
import type { FolderBook } from './folder-book.ts'
import { myRights } from './folder-list.ts'
import type { ExactRights } from './folder-rights.ts'
import type { FolderWork } from './folder-work.ts'
import { planTask, type Group } from './plan-task.ts'

export interface TaskContext extends SyncContext {
  readonly folders: FolderBook
}

export type TaskOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: Refusal }

const done: TaskOutcome = { kind: 'done' }
const refused = (reason: Refusal): TaskOutcome => ({ kind: 'refused', reason })

/**
 * Carries out an act on the server, folder by folder, and settles it in the copy: as it was shown, or turned back. Running
 * it a second time does no harm: what has been done already is found done. `isRepeat`: an earlier try may have got there.
 */
export async function runTask(context: TaskContext, task: MailTask, isRepeat: boolean): Promise<TaskOutcome> {
  const { groups, lost } = planTask(context, task)
  const moves: Moved[] = []
  let outcome = lost ? refused('folder-gone') : done
  for (const group of groups) {
    const step = await runGroup(context, { task, moves }, group)
    if (step.kind === 'refused') outcome = step
  }
  if (outcome.kind === 'done') {
    settle(context, task, { moves, isRepeat })
    return outcome
  }
  // What went before the refusal went; it is found where it is now.
  for (const { group, gone } of moves) context.copy.expunge(group.work.id, gone)
  context.copy.turnBack(task.id)
  // Some of it may have happened: the server's word is fetched for every folder that it touched.
  for (const { work, target } of groups) for (const touched of [work, target ?? work]) recheck(touched)
  return outcome
}

/** Old UIDs to new ones, as far as the server told. */
interface Moved {
  readonly group: Group
  readonly uids: ReadonlyMap<number, number>
  /** No longer where they were, with or without a new number. */
  readonly gone: readonly number[]
}

function recheck(work: FolderWork): void {
  work.dirty = true
  work.comparedAt = 0
}

interface Running {
  readonly task: MailTask
  readonly moves: Moved[]
}

async function runGroup(context: TaskContext, running: Running, group: Group): Promise<TaskOutcome> {
  const { session } = context
  const { task } = running
  const { work } = group
  if (!mayAct(task, work.shared ? await myRights(session, work.path) : work.rights)) return refused('no-right')
  const opened = await session.select(work.path)
  if (opened.kind !== 'selected') return refused(opened.kind === 'gone' ? 'folder-gone' : 'no-right')
  if (Number(opened.mailbox.uidValidity) !== work.state.uidValidity) return refused('folder-gone')
  if (opened.mailbox.readOnly === true) return refused('no-right')
  switch (task.act.kind) {
    case 'flag': return flagGroup(context, group, { flag: task.act.flag === 'seen' ? '\\Seen' : '\\Flagged', on: task.act.on })
    case 'mark': return markGroup(context, group, { mark: task.act.mark, permanent: opened.mailbox.permanentFlags })
    case 'destroy': return destroyGroup(context, group)
    case 'move': return moveGroup(context, running, group)
  }
}

function mayAct({ act }: MailTask, rights: ExactRights): boolean {
  switch (act.kind) {
    case 'flag': return act.flag === 'seen' ? rights.seen : rights.flag
    case 'mark': return rights.flag
    case 'move': case 'destroy': return rights.remove
  }
}

async function flagGroup({ session, copy }: TaskContext, { work, uids }: Group, change: { flag: string; on: boolean }): Promise<TaskOutcome> {
  const { outcome, flags } = await storeFlag(session, uids, change)
  copy.updateFlags(work.id, [...flags].map(([uid, now]) => ({ uid, flags: now })))
  return outcome
}

/** A keyword is for servers that take new ones (RFC 9051 section 7.1, PERMANENTFLAGS): elsewhere it would last for this session. */
async function markGroup(context: TaskContext, group: Group, { mark, permanent }: { mark: 'answered' | 'forwarded'; permanent: Set<string> | undefined }): Promise<TaskOutcome> {
  const flag = mark === 'answered' ? '\\Answered' : '$Forwarded'
  const isKept = permanent === undefined || [...permanent].some((name) => name === '\\*' || name.toLowerCase() === flag.toLowerCase())
  return isKept ? flagGroup(context, group, { flag, on: true }) : refused('server-refused')
}

async function destroyGroup({ session }: TaskContext, { work, uids }: Group): Promise<TaskOutcome> {
  const outcome = await removeMessages(session, uids)
  if (outcome.kind === 'done') work.gone(uids)
  return outcome
}

async function moveGroup({ session }: TaskContext, { moves }: Running, group: Group): Promise<TaskOutcome> {
  const { work, uids, target } = group
  if (target === null) return refused('folder-gone')
  if (target === work) return done
  if (target.shared && !(await myRights(session, target.path)).insert) return refused('no-right')
  const result = await moveMessages(session, uids, target.path)
  work.gone(result.gone)
  moves.push({ group, uids: result.moved, gone: result.gone })
  return result.outcome
}

/**
 * A message that is gone without a new number was taken away by somebody else; when we may have been here before, it was
 * ourselves, and its new number is found by looking at the folder that it went to.
 */
function settle({ copy, session }: TaskContext, task: MailTask, { moves, isRepeat }: { moves: readonly Moved[]; isRepeat: boolean }): void {
  for (const { group: { work, target }, uids, gone } of moves) {
    const isWholeStory = uids.size > 0 || (session.facts.uidplus && !isRepeat)
    if (isWholeStory) copy.expunge(work.id, gone.filter((uid) => !uids.has(uid)))
    copy.settle(task.id, { fromFolderId: work.id, ...(isWholeStory ? { movedUids: uids } : {}) })
    work.dirty = true
    target?.took(uids.values())
    if (target !== null) target.dirty = true
  }
  copy.settle(task.id, {})
}
