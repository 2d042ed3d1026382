import type { Accounts } from '../accounts/accounts.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import { record, type Journal } from './journal.ts'

/** Opening received messages, as the journal has it (E6). */
export interface Consulting {
  /** Whether it is told of already in this session. */
  isNoted(header: MessageHeader): boolean
  /** Before anything of it is shown. Throws where the journal takes nothing: what cannot be told of is not shown (LOG-05). */
  note(header: MessageHeader, messageId: string | null): void
}

/**
 * One entry for each message and session: a screen asks for the message that it shows again at every change, and going back to it
 * between an unlock and a lock by the same person is one consultation. What was sent or is being written here was not received.
 */
export function createConsulting({ accounts, journal }: { accounts: Accounts; journal: Journal }): Consulting {
  const noted = new Set<string>()
  const nameOf = ({ id }: MessageHeader): string => `${String(id)} ${journal.actor.onBehalfOf ?? ''}`
  const isReceived = ({ verdict }: MessageHeader): boolean => verdict !== null
  return {
    isNoted: (header) => !isReceived(header) || noted.has(nameOf(header)),
    note(header, messageId) {
      if (!isReceived(header) || noted.has(nameOf(header))) return
      record(journal, { class: 'E6', ...aboutReceived(accounts, header, messageId), detail: digestOf(header) })
      noted.add(nameOf(header))
    },
  }
}

/** The fields by which every entry about a received message names it. */
export function aboutReceived(accounts: Accounts, { accountId, from }: MessageHeader, messageId: string | null) {
  return { mailbox: accounts.get(accountId)?.address ?? '', correspondents: from.map(({ address }) => address), ...(messageId === null ? {} : { messageId }) }
}

/** Names the bytes of a message whose verdict is frozen. */
export const digestOf = ({ digest }: Pick<MessageHeader, 'digest'>): { digest?: string } =>
  (digest === null ? {} : { digest: Buffer.from(digest).toString('hex') })
