import type { MailboxWriter } from '../mailbox/mailbox.ts'
import type { MailTask, TaskMessage } from './face.ts'
import type { FolderBook } from './folder-book.ts'
import type { FolderWork } from './folder-work.ts'

interface Books {
  readonly copy: MailboxWriter
  readonly folders: FolderBook
}

/** Messages of one folder, as the server numbers them, and where they go when it is a move. */
export interface Group {
  readonly work: FolderWork
  readonly uids: readonly number[]
  readonly target: FolderWork | null
}

/** Where a move takes a message: to the folder that was named, or, when it takes another move back, to where that one found it. */
export function targetOf({ folders }: Pick<Books, 'folders'>, task: MailTask, { place }: TaskMessage): FolderWork | null {
  if (task.act.kind !== 'move') return null
  if (task.undoes !== null) return place === null ? null : folders.byPath(place.path) ?? null
  const { to } = task.act
  return (typeof to === 'number' ? folders.byId(to) : folders.byRole(to)) ?? null
}

/** Shows what was done before the server has agreed. A folder that is yet to be made shows nothing. */
export function showTask({ copy, folders }: Books, task: MailTask): void {
  const ids = task.messages.map(({ messageId }) => messageId)
  switch (task.act.kind) {
    case 'flag': copy.applyFlag(task.id, ids, { flag: task.act.flag, on: task.act.on }); return
    case 'mark': copy.applyFlag(task.id, ids, { flag: task.act.mark, on: true }); return
    case 'destroy': copy.applyDestroy(task.id, ids); return
    case 'move': {
      const byTarget = Map.groupBy(task.messages, (message) => targetOf({ folders }, task, message))
      for (const [target, messages] of byTarget) {
        if (target !== null) copy.applyMove(task.id, messages.map(({ messageId }) => messageId), target.id)
      }
    }
  }
}

/**
 * Where the messages are on the server: where our copy says, or else where they were when the person decided. `lost`: for
 * some neither is known any more, and acting on a guess could hit another message.
 */
export function planTask(books: Books, task: MailTask): { groups: readonly Group[]; lost: boolean } {
  const { copy, folders } = books
  const located = new Map(copy.locate(task.messages.map(({ messageId }) => messageId)).map((place) => [place.messageId, place]))
  const groups: { work: FolderWork; uids: number[]; target: FolderWork | null }[] = []
  let lost = false
  for (const message of task.messages) {
    const here = located.get(message.messageId)
    const spot = here === undefined ? before(folders, task, message) : { work: folders.byId(here.folderId), uid: here.uid }
    if (spot?.work === undefined) {
      lost = true
      continue
    }
    const { work, uid } = spot
    const target = targetOf(books, task, message)
    const group = groups.find((known) => known.work === work && known.target === target)
    if (group === undefined) groups.push({ work, uids: [uid], target })
    else group.uids.push(uid)
  }
  return { groups, lost }
}

/** The place that the task remembers, as long as its number means the same. To take a move back it is the wrong one. */
function before(folders: FolderBook, task: MailTask, { place }: TaskMessage): { work: FolderWork | undefined; uid: number } | null {
  if (place === null || (task.undoes !== null && task.act.kind === 'move')) return null
  const work = folders.byPath(place.path)
  return work?.state.uidValidity === place.uidValidity ? { work, uid: place.uid } : null
}
