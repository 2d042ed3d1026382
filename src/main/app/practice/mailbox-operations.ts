import type { Handlers } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import type { Session } from '../session.ts'
import { mailboxOf } from './mailboxes.ts'
import { answered, answeredWith, withMember } from './people-operations.ts'

export type MailboxHandlers = Pick<Handlers, 'practice.mailboxes' | 'practice.describeMailbox' | 'practice.endMailbox'>

/** Shared mailboxes, with all that must be known of them (FM-03, FM-04). */
export function mailboxOperations(current: () => Session): MailboxHandlers {
  const touched = (): void => { current().changes.touch(['practice', 'folders', 'messages', 'journal']) }
  return {
    'practice.mailboxes': () => withMember(current().practice, ({ state, me }) => {
      const described = [...state.law.mailboxes.values()].filter(({ ended }) => ended === null).map(({ mailbox }) => mailbox)
      const unknown = current().practice.sharedFolders().filter((folder) => mailboxOf(state, me.person.id, folder) === null)
      return done({ described, undescribed: unknown.map(({ path }) => path) })
    }),
    'practice.describeMailbox': ({ mailbox }) => withMember(current().practice, ({ state }) => {
      const others = [...state.law.mailboxes.values()].filter((entry) => entry.ended === null && entry.mailbox.id !== mailbox.id)
      if (others.some((other) => sameMailbox(other.mailbox.address, mailbox.address))) return refused('address-taken')
      const said = current().practice.say([{ kind: 'mailbox-described', body: { mailbox: mailbox satisfies SharedMailbox } }], {
        class: 'E10', mailbox: mailbox.address, detail: { right: 'mailbox-described', endsAt: mailbox.reviewAt },
      })
      if (said.ok) touched()
      return answeredWith(said, ['no-such-person'])
    }),
    'practice.endMailbox': ({ id }) => withMember(current().practice, ({ state }) => {
      const entry = state.law.mailboxes.get(id)
      if (entry === undefined || entry.ended !== null) return refused('no-such-mailbox')
      const said = current().practice.say([{ kind: 'mailbox-ended', body: { mailbox: id } }], { class: 'E10', mailbox: entry.mailbox.address, detail: { right: 'mailbox-ended' } })
      if (said.ok) touched()
      return answered(said)
    }),
  }
}
