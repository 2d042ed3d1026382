import type { Deed, MailDeed } from '../../../shared/practice/event.ts'
import { ACTS_AT_ONCE } from '../../../shared/practice/limits.ts'
import type { MessageName } from '../../../shared/practice/claims.ts'
import type { TaskResult } from '../../imap/face.ts'
import type { MailboxReader, MessageHeader } from '../../mailbox/mailbox.ts'
import { deedsTold, keepDeed, taskDone, taskUndone, untoldDeeds, untoldWith, type ToldDeed } from '../../practice/register/deed-table.ts'
import type { Database } from '../../store/store.ts'
import { messageReference } from './claimed-message.ts'
import { mailboxOf } from './mailboxes.ts'
import type { PracticeRoom } from './room.ts'

/** What is done within some seconds is told together: an event for each message read would fill the register with reading. */
const TELL_AFTER_MS = 5_000

interface Parts {
  readonly db: Database
  readonly reader: Pick<MailboxReader, 'folders' | 'header' | 'sharedName'>
  readonly room: Pick<PracticeRoom, 'member' | 'referenceKey' | 'sayAlongside'>
  readonly now: () => number
}

/** What this person does with the mail of others, on its way to the register. */
export interface Deeds extends Disposable {
  /** In the transaction that does it; of the person's own mail nobody is told. `taskId`: the server has still to do it, and it is told once it has. */
  note(header: Pick<MessageHeader, 'id' | 'folderId'>, act: MailDeed, taskId?: string): void
  /** In the transaction that ends the task. */
  ended(result: TaskResult): void
  /** What was done here with a message and is not told yet. */
  untoldWith(message: MessageName): ToldDeed[]
  /** Tells what waits; what cannot be told now waits on. */
  tell(): void
}

export function openDeeds({ db, reader, room, now }: Parts): Deeds {
  let due: NodeJS.Timeout | undefined
  const tell = (): void => {
    clearTimeout(due)
    due = undefined
    for (let waiting = untoldDeeds(db, ACTS_AT_ONCE); waiting.length > 0; waiting = untoldDeeds(db, ACTS_AT_ONCE)) {
      const last = waiting.at(-1)?.id ?? 0
      if (!room.sayAlongside([{ kind: 'acted', body: { acts: waiting.map(plain) } }], () => { deedsTold(db, last) }).ok) return
    }
  }
  const tellSoon = (): void => { due ??= setTimeout(tell, TELL_AFTER_MS).unref() }
  if (untoldDeeds(db, 1).length > 0) tellSoon()
  return {
    note(header, act, taskId) {
      const name = nameOf({ reader, room }, header)
      if (name === null) return
      keepDeed(db, { ...name, act, at: now() }, taskId === undefined ? null : { taskId, messageId: header.id, folderId: header.folderId })
      if (taskId === undefined) tellSoon()
    },
    ended(result) {
      if (result.kind === 'undone') taskUndone(db, result.taskId)
      // Of what was refused some may have gone: that is no longer where it was, in a folder that still is.
      else if (taskDone(db, result.taskId, ({ messageId, folderId }) => result.kind === 'done' || hasGone(reader, { messageId, folderId }))) tellSoon()
    },
    untoldWith(message) {
      const by = room.member()?.me.person.id ?? ''
      return untoldWith(db, message).map((deed) => ({ ...deed, by }))
    },
    tell,
    [Symbol.dispose]() { clearTimeout(due) },
  }
}

const hasGone = (reader: Parts['reader'], { messageId, folderId }: { messageId: number; folderId: number }): boolean =>
  reader.header(messageId) === null && reader.folders().some(({ id }) => id === folderId)

const plain = ({ mailbox, message, act, at }: Deed): Deed => ({ mailbox, message, act, at })

/** A message in a mailbox of others; null: it is the person's own, or cannot be named. */
function nameOf({ reader, room }: Pick<Parts, 'reader' | 'room'>, { id, folderId }: Pick<MessageHeader, 'id' | 'folderId'>): MessageName | null {
  const member = room.member()
  const folder = member === null ? undefined : reader.folders().find((one) => one.id === folderId)
  if (member === null || folder === undefined) return null
  const mailbox = mailboxOf(member.state, member.me.person.id, folder)
  if (mailbox === null || (mailbox.kind === 'own' && mailbox.person === member.me.person.id)) return null
  const [key, name] = [room.referenceKey(), reader.sharedName(id)]
  return key === null || name === null ? null : { mailbox: mailbox.kind === 'shared' ? mailbox.id : mailbox.person, message: messageReference(key, name) }
}
