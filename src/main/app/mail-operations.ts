import { randomUUID } from 'node:crypto'
import type { Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Folder } from '../../shared/contract/mail.ts'
import type { Act, MailTask } from '../imap/face.ts'
import { isDiskFull } from '../store/store.ts'
import { messageIdsOf } from './message-ids.ts'
import { openMessage, partPiece } from './open-message.ts'
import { readable } from './practice/door.ts'
import { searchMail } from './search-mail.ts'
import type { Session } from './session.ts'

type MailHandlers = Pick<Handlers, Extract<keyof Handlers, `mail.${string}` | `folders.${string}`>>
type Refused = ReturnType<typeof refused<'no-such-message' | 'no-right' | 'folder-gone' | 'disk-full'>>

/** What an act asks of the folder that the messages stand in (RFC 4314). */
const needs: Record<Act['kind'], (rights: Folder['rights']) => boolean> = {
  flag: ({ flag }) => flag,
  mark: ({ flag }) => flag,
  move: ({ remove }) => remove,
  destroy: ({ remove }) => remove,
}

/** The messages of an act by folder, or why the act cannot be. */
function byFolder(session: Session, messageIds: readonly number[], act: Act): Map<Folder, number[]> | Refused {
  const folders = new Map(session.reader.folders().map((folder) => [folder.id, folder]))
  const sorted = new Map<Folder, number[]>()
  for (const messageId of messageIds) {
    const header = session.reader.header(messageId)
    if (header === null) return refused('no-such-message')
    const folder = folders.get(header.folderId)
    if (folder === undefined) return refused('folder-gone')
    if (!needs[act.kind](folder.rights)) return refused('no-right')
    const others = sorted.get(folder)
    if (others === undefined) sorted.set(folder, [messageId])
    else others.push(messageId)
  }
  if (act.kind === 'move' && typeof act.to === 'number') {
    const target = folders.get(act.to)
    if (target === undefined) return refused('folder-gone')
    if (!target.rights.insert) return refused('no-right')
    // A message moves within its account; from one account to another would be a copy through this computer.
    if ([...sorted.keys()].some(({ accountId }) => accountId !== target.accountId)) return refused('folder-gone')
  }
  return sorted
}

interface Intent { messageIds: readonly number[]; act: Act; alongside?: (tasks: readonly MailTask[]) => void }

/** Stores the intent, shows it, and lets the sync thread carry it out. `alongside` is written with it, or neither is. */
function intend(session: Session, { messageIds, act, alongside }: Intent): { ok: true; value: { taskId: string } } | Refused {
  const sorted = byFolder(session, messageIds, act)
  if (!(sorted instanceof Map)) return sorted
  const group = randomUUID()
  try {
    session.acts.start(group, [...sorted].map(([{ id, accountId }, ids]) =>
      ({ accountId, folderId: id, act, messageIds: ids })), alongside)
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
  return done({ taskId: group })
}

const isInTrash = (session: Session, messageIds: readonly number[]): boolean => {
  const trash = new Set(session.reader.folders().filter(({ role }) => role === 'trash').map(({ id }) => id))
  return messageIds.every((id) => trash.has(session.reader.header(id)?.folderId ?? -1))
}

/** As {@link intend}, and told of in the journal with it: putting away and deleting. */
async function intendTold(session: Session, messageIds: readonly number[], act: Act): Promise<ReturnType<typeof intend>> {
  const names = await messageIdsOf(session, messageIds)
  const idOf = new Map(messageIds.map((id, index) => [id, names[index] ?? null]))
  return intend(session, { messageIds, act, alongside: (tasks) => { session.toldActs.started(tasks, idOf) } })
}

/** The list, one message, and what a person does with them. */
export function mailOperations(current: () => Session): MailHandlers {
  return {
    'folders.list': () => {
      const { reader, practice } = current()
      return done(reader.folders().filter((folder) => practice.rights.askFolder('read', folder).allowed))
    },
    'mail.rows': ({ folderId, offset, limit }) => {
      const session = current()
      const found = session.reader.rows(folderId, { offset, limit })
      if (found === null) return refused('folder-gone')
      session.lookAt(folderId)
      const rows = readable(session, found.rows)
      session.verdicts.shown(rows)
      return done({ ...found, rows })
    },
    'mail.position': ({ folderId, messageId }) => done({ offset: current().reader.position(folderId, messageId) }),
    'mail.conversation': ({ messageId }) => {
      const session = current()
      const found = session.reader.conversation(messageId)
      if (found === null) return refused('no-such-message')
      const rows = readable(session, found.rows)
      session.verdicts.shown(rows)
      return done({ ...found, rows } satisfies OutputOf<'mail.conversation'>)
    },
    'mail.message': ({ messageId }) => openMessage(current(), messageId),
    'mail.part': (input) => partPiece(current(), input),
    'mail.search': (input) => {
      const session = current()
      const found = searchMail(session, input)
      session.verdicts.shown(found.rows)
      return done(found)
    },
    'mail.flag': ({ messageIds, flag, on }) => intend(current(), { messageIds, act: { kind: 'flag', flag, on } }),
    'mail.move': ({ messageIds, to }) => intendTold(current(), messageIds, { kind: 'move', to }),
    'mail.destroy': async ({ messageIds }) => {
      const session = current()
      if (!isInTrash(session, messageIds)) return refused('not-in-trash')
      const intended = await intendTold(session, messageIds, { kind: 'destroy' })
      return intended.ok ? done({}) : intended
    },
    'mail.undo': ({ taskId }) => (current().acts.undo(taskId) ? done({}) : refused('too-late')),
  }
}
