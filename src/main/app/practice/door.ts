import { contract, type OperationName } from '../../../shared/contract/contract.ts'
import type { Asks } from '../../../shared/contract/declare.ts'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import type { Act } from '../../../shared/practice/act.ts'
import type { AskedMailbox } from '../../../shared/practice/may.ts'
import { manuscript } from '../../drafts/draft-rows.ts'
import type { MessageHeader } from '../../mailbox/mailbox.ts'
import type { Session } from '../session.ts'
import type { PlacedFolder } from './mailboxes.ts'

type Named = Exclude<Asks, 'nothing'>
/** What inputs may say of whose mail they are about; which of them an operation has is in the contract, and tested there. */
interface Input { readonly messageId?: number; readonly messageIds?: readonly number[]; readonly folderId?: number; readonly id?: string; readonly taskId?: string; readonly to?: unknown }

/**
 * Whether the person may do what this operation does, to all that its input names. What does not exist is let through: the
 * operation itself says so.
 */
export function mayPass(session: Session, name: OperationName, input: object): boolean {
  const { asks } = contract[name] as { asks: Asks }
  if (session.practice.home() === null) return true
  return asks === 'nothing' ? !isShut(session, name) : isAllowed(session, asks, input)
}

/** What shows mail or people without asking for a mailbox. */
const SHOWS_PEOPLE = /^(?:drafts|outbox|delivery|book|deeds)\./

/** FM-11: whoever is here for a time opens nothing at all when it is over, or when it is not known whether it is. */
function isShut({ practice }: Session, name: OperationName): boolean {
  if (!SHOWS_PEOPLE.test(name)) return false
  // Who was put out has no member's entry; of a locum then nothing opens, of others their own mail.
  return (practice.member()?.me.person.kind ?? 'locum') === 'locum' && !practice.rights.ask('read', practice.own()).allowed
}

function isAllowed(session: Session, { act, of }: Named, input: Input): boolean {
  const { practice } = session
  const allows = mayWith(session)
  const message = (id: number, wanted: Act): boolean => {
    const header = session.reader.header(id)
    return header === null || allows(wanted, header)
  }
  const folder = (id: number): boolean => {
    const found = session.reader.folders().find((one) => one.id === id)
    return found === undefined || practice.rights.askFolder(act, found).allowed
  }
  switch (of) {
    // The answer is made of what may be.
    case 'every-mailbox': return true
    case 'practice': return practice.rights.ask(act).allowed
    case 'own': return practice.rights.ask(act, practice.own()).allowed
    case 'draft': {
      const sender = senderOf(session, input.id ?? '')
      // Who may send in that name may write what is sent.
      return practice.rights.ask(act, sender).allowed || (act === 'draft' && practice.rights.ask('send', sender).allowed)
    }
    case 'folder': return input.folderId === undefined || folder(input.folderId)
    case 'answered-message': return practice.rights.ask(act, practice.own()).allowed && (input.messageId === undefined || message(input.messageId, 'read'))
    case 'message': return input.messageId === undefined || message(input.messageId, act)
    // Where it goes, or goes back to, counts as well.
    case 'undone-act': return session.acts.undoing(input.taskId ?? '').every((undoing) => undoing.messageIds.every((id) => message(id, undoing.act)) && (undoing.to === null || folder(undoing.to)))
    case 'messages': return (input.messageIds ?? []).every((id) => message(id, act)) && (typeof input.to !== 'number' || folder(input.to))
  }
}

/** In whose name a draft is to go. */
function senderOf(session: Session, draftId: string): AskedMailbox {
  const mailbox = manuscript(session.db, draftId)?.fields.mailbox
  return mailbox === undefined ? session.practice.own() : session.practice.named(mailbox)
}

/** Asks of many messages whether an act is allowed on them, as the copy of the mail knows them. */
export function mayWith({ reader, practice }: Pick<Session, 'reader' | 'practice'>): (act: Act, message: InCopy) => boolean {
  const folders = new Map<number, PlacedFolder>(reader.folders().map((folder) => [folder.id, folder]))
  return (act, message) => {
    const folder = folders.get(message.folderId)
    return folder === undefined || practice.rights.askMessage(act, { ...message, folder }).allowed
  }
}

/** Of these rows those that may be read now: what a grant no longer opens is not shown until it has left this workstation. */
export function readable<Row extends ListedRow>(session: Pick<Session, 'reader' | 'practice'>, rows: readonly Row[]): Row[] {
  if (session.practice.home() === null) return [...rows]
  const allows = mayWith(session)
  return rows.filter((row) => allows('read', { ...row, from: [row.from] }))
}

type ListedRow = Pick<MessageRow, 'folderId' | 'subject' | 'receivedAt' | 'from' | 'to'>
type InCopy = Pick<MessageHeader, 'folderId' | 'subject' | 'receivedAt' | 'from' | 'to'>
