import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { PracticeRoom } from './practice/room.ts'
import { record, type Journal } from './journal.ts'
import { inTransaction, type Database } from '../store/store.ts'

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
export function createConsulting({ db, practice, journal }: { db: Database; practice: About & Pick<PracticeRoom, 'deed'>; journal: Journal }): Consulting {
  const noted = new Set<string>()
  const nameOf = ({ id }: MessageHeader): string => `${String(id)} ${journal.actor.onBehalfOf ?? ''}`
  const isReceived = ({ verdict }: MessageHeader): boolean => verdict !== null
  return {
    isNoted: (header) => !isReceived(header) || noted.has(nameOf(header)),
    note(header, messageId) {
      if (!isReceived(header) || noted.has(nameOf(header))) return
      inTransaction(db, () => {
        record(journal, { class: 'E6', ...aboutReceived(practice, header, messageId), detail: { ...digestOf(header), ...groundOf(practice, header) } })
        practice.deed(header, 'read')
      })
      noted.add(nameOf(header))
    },
  }
}

/** The fields by which every entry about a received message names it. */
export function aboutReceived(practice: About, header: MessageHeader, messageId: string | null) {
  const grant = practice.grantFor(header)
  return {
    mailbox: practice.addressOf(header), correspondents: header.from.map(({ address }) => address),
    ...(messageId === null ? {} : { messageId }), ...(grant === null ? {} : { onBehalfOf: grant.giver }),
  }
}

/** What of the practice says whose mail it is, and by what right somebody else opens it. */
type About = Pick<PracticeRoom, 'addressOf' | 'grantFor'>

/** Why somebody reads what is another's: cover, or another grant (E6). */
function groundOf(practice: About, header: MessageHeader): { cover?: string; mandate?: string } {
  const grant = practice.grantFor(header)
  if (grant === null) return {}
  return grant.kind === 'cover' ? { cover: grant.id } : { mandate: grant.id }
}

/** Names the bytes of a message whose verdict is frozen. */
export const digestOf = ({ digest }: Pick<MessageHeader, 'digest'>): { digest?: string } =>
  (digest === null ? {} : { digest: Buffer.from(digest).toString('hex') })
