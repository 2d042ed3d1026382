import type { Accounts } from '../../accounts/accounts.ts'
import type { MailboxReader } from '../../mailbox/mailbox.ts'
import { mailboxOf } from './mailboxes.ts'
import type { PracticeRoom } from './room.ts'

interface Parts {
  readonly accounts: Pick<Accounts, 'get'>
  readonly reader: Pick<MailboxReader, 'folders'>
  readonly room: Pick<PracticeRoom, 'member' | 'rights' | 'sharedFolders'>
}

/** Whose mail it is that somebody has before them, by the folder in which it stands. */
export class WhoseMail {
  readonly #parts: Parts

  constructor(parts: Parts) { this.#parts = parts }

  answersAs({ folderId }: Parameters<PracticeRoom['answersAs']>[0]): ReturnType<PracticeRoom['answersAs']> {
    const { room } = this.#parts
    const member = room.member()
    const folder = room.sharedFolders().find(({ id }) => id === folderId)
    const mailbox = member === null || folder === undefined ? null : mailboxOf(member.state, member.me.person.id, folder)
    if (member === null || mailbox === null || !room.rights.ask('send', mailbox).allowed) return null
    const { law } = member.state
    const id = mailbox.kind === 'shared' ? mailbox.id : mailbox.person
    const address = mailbox.kind === 'shared' ? law.mailboxes.get(id)?.mailbox.address : law.people.get(id)?.person.address
    return address === undefined ? null : { mailbox: id, address }
  }

  addressOf({ folderId, accountId }: Parameters<PracticeRoom['addressOf']>[0]): string {
    const { accounts, reader, room } = this.#parts
    const account = accounts.get(accountId)?.address ?? ''
    const member = room.member()
    const folder = member === null ? undefined : reader.folders().find(({ id }) => id === folderId)
    if (member === null || folder === undefined) return account
    const mailbox = mailboxOf(member.state, member.me.person.id, folder)
    if (mailbox?.kind === 'shared') return member.state.law.mailboxes.get(mailbox.id)?.mailbox.address ?? account
    return mailbox === null ? account : member.state.law.people.get(mailbox.person)?.person.address ?? account
  }

  grantFor(header: Parameters<PracticeRoom['grantFor']>[0]): ReturnType<PracticeRoom['grantFor']> {
    const { reader, room } = this.#parts
    const member = room.member()
    const folder = member === null ? undefined : reader.folders().find(({ id }) => id === header.folderId)
    const answer = folder?.shared === true ? room.rights.askMessage('read', { ...header, folder }) : null
    const entry = answer?.allowed === true && answer.grant !== null ? member?.state.law.grants.get(answer.grant) : undefined
    return entry === undefined ? null : { id: entry.grant.id, kind: entry.grant.kind, giver: member?.state.law.people.get(entry.grant.giver)?.person.name ?? '' }
  }
}
