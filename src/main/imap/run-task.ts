import { moveMessages, removeMessages, storeFlag, type ActOutcome } from './acts.ts'
import type { SyncContext } from './catch-up.ts'
import type { MailTask, Refusal } from './face.ts'
import type { FolderBook } from './folder-book.ts'
import { myRights } from './folder-list.ts'
import type { ExactRights } from './folder-rights.ts'
import type { FolderWork } from './folder-work.ts'

export interface TaskContext extends SyncContext {
  readonly folders: FolderBook
}

/** Messages of one folder, as the server numbers them. */
export interface Group {
  readonly work: FolderWork
  readonly uids: readonly number[]
}

export type TaskOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: Refusal }

const done: TaskOutcome = { kind: 'done' }
const refused = (reason: Refusal): TaskOutcome => ({ kind: 'refused', reason })

/**
 * Carries out an act on the server, folder by folder, and settles it in the copy: as it was shown, or turned back. Running
 * it a second time does no harm: what has been done already is found done.
 */
export async function runTask(context: TaskContext, task: MailTask, target: FolderWork | null): Promise<TaskOutcome> {
  const { groups, lost } = groupsOf(context, task)
  const moved: Moved[] = []
  let outcome = lost ? refused('folder-gone') : done
  for (const group of groups) {
    const step = await runGroup(context, { task, target, moved }, group)
    if (step.kind === 'refused') outcome = step
  }
  if (outcome.kind === 'refused') {
    context.copy.turnBack(task.id)
    // Some of it may have happened: the server's word is fetched for every folder that it touched.
    for (const work of [...groups.map((group) => group.work), ...(target === null ? [] : [target])]) recheck(work)
  } else {
    settle(context, task, { moved, target })
  }
  return outcome
}

interface Moved {
  readonly from: FolderWork
  readonly uids: ReadonlyMap<number, number>
}

function recheck(work: FolderWork): void {
  work.dirty = true
  work.comparedAt = 0
}

/** Where the messages are now on the server: where our copy says, or else where they were when the person decided. */
function groupsOf({ copy, folders }: TaskContext, task: MailTask): { groups: Group[]; lost: boolean } {
  const located = new Map(copy.locate(task.messages.map(({ messageId }) => messageId)).map((place) => [place.messageId, place]))
  const uidsIn = new Map<FolderWork, number[]>()
  let lost = false
  for (const { messageId, place } of task.messages) {
    const here = located.get(messageId)
    const work = here === undefined ? place === null ? undefined : folders.byPath(place.path) : folders.byId(here.folderId)
    const uid = here?.uid ?? place?.uid
    const isStale = here === undefined && place?.uidValidity !== work?.state.uidValidity
    // Not known here any more and the folder gone or renumbered: there is nothing left that we could be sure to mean.
    if (work === undefined || uid === undefined || isStale) lost ||= here === undefined && place !== null && work === undefined
    else uidsIn.set(work, [...uidsIn.get(work) ?? [], uid])
  }
  return { groups: [...uidsIn].map(([work, uids]) => ({ work, uids })), lost }
}

async function runGroup(context: TaskContext, { task, target, moved }: { task: MailTask; target: FolderWork | null; moved: Moved[] }, group: Group): Promise<TaskOutcome> {
  const { session } = context
  const { work, uids } = group
  const rights = work.shared ? await myRights(session, work.path) : work.rights
  if (!mayAct(task, rights)) return refused('no-right')
  const opened = await session.select(work.path)
  if (opened.kind !== 'selected') return refused(opened.kind === 'gone' ? 'folder-gone' : 'no-right')
  if (Number(opened.mailbox.uidValidity) !== work.state.uidValidity) return refused('folder-gone')
  if (opened.mailbox.readOnly === true) return refused('no-right')
  switch (task.act.kind) {
    case 'flag': return flagGroup(context, group, { flag: task.act.flag === 'seen' ? '\\Seen' : '\\Flagged', on: task.act.on })
    case 'destroy': return destroyGroup(context, group)
    case 'move': return target === null ? refused('folder-gone') : moveGroup(context, { work, uids }, { target, moved })
  }
}

function mayAct({ act }: MailTask, rights: ExactRights): boolean {
  switch (act.kind) {
    case 'flag': return act.flag === 'seen' ? rights.seen : rights.flag
    case 'move': case 'destroy': return rights.remove
  }
}

async function flagGroup({ session, copy }: TaskContext, { work, uids }: Group, change: { flag: string; on: boolean }): Promise<ActOutcome> {
  const { outcome, flags } = await storeFlag(session, uids, change)
  copy.updateFlags(work.id, [...flags].map(([uid, now]) => ({ uid, flags: now })))
  return outcome
}

async function destroyGroup({ session }: TaskContext, { work, uids }: Group): Promise<ActOutcome> {
  const outcome = await removeMessages(session, uids)
  if (outcome.kind === 'done') work.gone(uids)
  return outcome
}

async function moveGroup({ session }: TaskContext, { work, uids }: Group, { target, moved }: { target: FolderWork; moved: Moved[] }): Promise<ActOutcome> {
  if (work === target) return done
  if (target.shared && !(await myRights(session, target.path)).insert) return refused('no-right')
  const result = await moveMessages(session, uids, target.path)
  work.gone(result.gone)
  moved.push({ from: work, uids: result.moved })
  return result.outcome
}

function settle({ copy }: TaskContext, task: MailTask, { moved, target }: { moved: readonly Moved[]; target: FolderWork | null }): void {
  const movedUids = new Map(moved.flatMap(({ uids }) => [...uids]))
  copy.settle(task.id, movedUids.size > 0 ? { movedUids } : {})
  if (target === null) return
  target.took(movedUids.values())
  // New UIDs that the server did not tell are found by looking.
  if (task.act.kind === 'move') target.dirty = true
}
