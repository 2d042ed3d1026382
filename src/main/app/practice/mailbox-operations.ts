import type { Handlers } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import type { Session } from '../session.ts'
import { loginsOf, sealedAfterTest, serversOf } from './mailbox-passwords.ts'
import { mailboxOf } from './mailboxes.ts'
import { answered, answeredWith, withMember } from './people-operations.ts'

export type MailboxHandlers = Pick<Handlers, 'practice.mailboxes' | 'practice.describeMailbox' | 'practice.changeMailboxPassword' | 'practice.endMailbox'>

/** Shared mailboxes, with all that must be known of them (FM-03, FM-04). */
export function mailboxOperations(current: () => Session): MailboxHandlers {
  const touched = (): void => { current().changes.touch(['practice', 'folders', 'messages', 'journal']) }
  return {
    'practice.mailboxes': () => withMember(current().practice, ({ state, me }) => {
      const described = [...state.law.mailboxes.values()].filter(({ ended }) => ended === null).map(({ mailbox }) => mailbox)
      const unknown = current().practice.sharedFolders().filter((folder) => mailboxOf(state, me.person.id, folder) === null)
      return done({ described, undescribed: unknown.map(({ path }) => path), logins: loginsOf(current()), servers: serversOf(current()) })
    }),
    'practice.describeMailbox': ({ mailbox, login }) => withMember(current().practice, async ({ state }) => {
      const others = [...state.law.mailboxes.values()].filter((entry) => entry.ended === null && entry.mailbox.id !== mailbox.id)
      if (others.some((other) => sameMailbox(other.mailbox.address, mailbox.address))) return refused('address-taken')
      const described = { kind: 'mailbox-described' as const, body: { mailbox: mailbox satisfies SharedMailbox } }
      // Only what both servers let in is kept.
      const kept = login === undefined ? null : await sealedAfterTest(current(), { mailbox, login })
      if (kept !== null && kept.sealed === null) return kept.tested === null ? refused('login-too-large') : done({ tested: kept.tested })
      const said = current().practice.say(kept?.sealed == null ? [described] : [described, { kind: 'mailbox-secret', body: { mailbox: mailbox.id, sealed: kept.sealed } }], {
        class: 'E10', mailbox: mailbox.address, detail: { right: kept === null ? 'mailbox-described' : 'mailbox-described-with-password', endsAt: mailbox.reviewAt },
      })
      if (said.ok) touched()
      const answer = answeredWith(said, ['no-such-person'])
      return answer.ok ? done({ tested: kept?.tested ?? null }) : answer
    }),
    'practice.changeMailboxPassword': ({ id, secret }) => withMember(current().practice, async ({ state }) => {
      const entry = state.law.mailboxes.get(id)
      const before = current().practice.loginOf(id)
      if (entry === undefined || entry.ended !== null || before === null) return refused('no-such-mailbox')
      const kept = await sealedAfterTest(current(), { mailbox: entry.mailbox, login: { ...before, secret }, ca: before.ca })
      if (kept.tested === null) return refused('login-too-large')
      if (kept.sealed === null) return done(kept.tested)
      const said = current().practice.say([{ kind: 'mailbox-secret', body: { mailbox: id, sealed: kept.sealed } }], { class: 'E10', mailbox: entry.mailbox.address, detail: { right: 'mailbox-password-changed' } })
      if (said.ok) touched()
      const answer = answered(said)
      return answer.ok ? done(kept.tested) : answer
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
