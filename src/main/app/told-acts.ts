import { sameMailbox } from '../../shared/mail/address.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Act, MailTask, TaskResult } from '../imap/face.ts'
import type { MailboxReader, MessageHeader } from '../mailbox/mailbox.ts'
import { aboutReceived, digestOf } from './consulting.ts'
import type { PracticeRoom } from './practice/room.ts'
import { recordAll, type Event, type Journal } from './journal.ts'

interface Room { accounts: Accounts; practice: Pick<PracticeRoom, 'addressOf' | 'grantFor' | 'deed' | 'taskEnded'>; reader: MailboxReader; journal: Journal }

/** What acts on messages leave in the journal: deleting (E4, E7) and filing. Flags say nothing that a norm asks for. */
export interface ToldActs {
  /** In the transaction that stores the tasks. */
  started(tasks: readonly MailTask[], messageIds: ReadonlyMap<number, string | null>): void
  undone(tasks: readonly MailTask[]): void
  /** In the transaction that ends a task: colleagues hear of what the server did. */
  ended(result: TaskResult): void
  /** The server did not do what was told of. */
  turnedBack(result: Extract<TaskResult, { kind: 'turned-back' }>): void
}

type Told = Event<'E4'> | Event<'E7'> | Event<'filed'>

export function tellActs(room: Room): ToldActs {
  const { accounts, practice, reader, journal } = room
  return {
    started(tasks, messageIds) {
      recordAll(journal, tasks.flatMap(({ id: item, act, messages }) => messages.flatMap(({ messageId }) => {
        const header = reader.header(messageId)
        if (header !== null && isTold(act)) practice.deed(header, isDeleting(reader, act) ? 'deleted' : 'filed', item)
        return header === null || !isTold(act) ? [] : [toldOf(room, { item, act, header, messageId: messageIds.get(messageId) ?? null })]
      })))
    },
    undone(tasks) {
      // Where they go back to is where they were; what is not known any more by that number was told of when it went.
      for (const { id, act, messages } of tasks) {
        for (const { messageId } of messages) if (act.kind === 'move' && typeof act.to === 'number') practice.deed({ id: messageId, folderId: act.to }, 'put-back', id)
      }
      recordAll(journal, tasks.filter(({ act }) => isTold(act)).map(({ act, undoes, accountId, messages }): Event<'filed'> => ({
        class: 'filed', mailbox: act.kind === 'move' && typeof act.to === 'number' ? practice.addressOf({ folderId: act.to, accountId }) : accounts.get(accountId)?.address ?? '', detail: { change: 'put-back', count: messages.length, ...(undoes === null ? {} : { item: undoes }) },
      })))
    },
    ended: (result) => { practice.taskEnded(result) },
    turnedBack({ taskId, act, reason }) {
      // It is so already: an entry that cannot be written takes nothing back.
      if (act === 'move' || act === 'destroy') journal.note({ class: 'filed', outcome: 'failed', reason, detail: { change: act, item: taskId } })
    },
  }
}

/** What an answer tells those who share the message that it answers. */
export function tellAnswered({ reader, practice }: { reader: Pick<MailboxReader, 'header'>; practice: Pick<PracticeRoom, 'deed'> }, messageId: number, how: 'answered' | 'forwarded'): void {
  const header = reader.header(messageId)
  if (header !== null) practice.deed(header, how)
}

type ToldAct = Extract<Act, { kind: 'move' | 'destroy' }>
const isTold = (act: Act): act is ToldAct => act.kind === 'move' || act.kind === 'destroy'

function toldOf({ practice, reader }: Room, { item, act, header, messageId }: { item: string; act: ToldAct; header: MessageHeader; messageId: string | null }): Told {
  const about = aboutReceived(practice, header, messageId)
  const place = placeOf(reader, act)
  if (place !== 'trash' && place !== 'destroyed') return { class: 'filed', ...about, detail: { change: place, item, ...digestOf(header) } }
  const ground = place === 'trash' ? 'to-trash' : 'destroyed'
  // What has a frozen verdict was received, whoever it says that it is from.
  const isSent = header.digest === null && header.from.some(({ address }) => sameMailbox(address, about.mailbox))
  return isSent ? { class: 'E4', ...about, detail: { ground, item } } : { class: 'E7', ...about, detail: { ground, item, ...digestOf(header) } }
}

const isDeleting = (reader: MailboxReader, act: ToldAct): boolean => ['trash', 'destroyed'].includes(placeOf(reader, act))

/** Where it goes, by what that folder is for; its name is nobody's business here. */
function placeOf(reader: MailboxReader, act: ToldAct): string {
  if (act.kind === 'destroy') return 'destroyed'
  return typeof act.to === 'string' ? act.to : reader.folders().find(({ id }) => id === act.to)?.role ?? 'folder'
}
