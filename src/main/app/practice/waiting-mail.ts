import type { OutputOf } from '../../../shared/contract/contract.ts'
import { claimOf } from '../../../shared/practice/claims.ts'
import { ruleOf } from '../../../shared/practice/law.ts'
import { ruleDefaults, type RuleValues } from '../../../shared/practice/practice-rules.ts'
import { answerDue, type Promised } from '../../../shared/practice/answer-due.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import type { Folder } from '../../../shared/contract/mail.ts'
import type { Session } from '../session.ts'
import { claimedIn } from './claimed-message.ts'
import { mailboxOf } from './mailboxes.ts'
import type { Member } from './room.ts'

/** Of each shared mailbox the newest are looked at: what is older than these has been seen by everybody. */
const LOOKED_AT = 200

/** Mail of shared mailboxes that nobody has finished with, the one that is due first at the top (R10). */
export function waitingMail(session: Session, member: Member): OutputOf<'claims.waiting'> {
  const { state, me, at } = member
  const promises = ruleOf(state.law, 'R10', ruleDefaults)
  if (at === 'unknown') return []
  const folders = session.reader.folders().filter((folder) => folder.shared && session.practice.rights.askFolder('read', folder).allowed)
  const claimed = claimedIn(session, member)
  const waiting = folders.flatMap((folder) => {
    const mailbox = mailboxOf(state, me.person.id, folder)
    const entry = mailbox?.kind === 'shared' ? state.law.mailboxes.get(mailbox.id) : undefined
    // Only what comes in waits: not what was sent or put away below it.
    if (entry === undefined || !isWhereMailComesIn(entry.mailbox, folder)) return []
    return (session.reader.rows(folder.id, { offset: 0, limit: LOOKED_AT })?.rows ?? []).flatMap((row) => {
      const body = row.answered ? null : claimed(row)
      if (body === null) return []
      const now = claimOf(state, body, at)
      const due = dueOf(promises, { receivedAt: row.receivedAt, isRead: row.seen, at })
      if (now.finished !== null || due === null) return []
      const holder = now.holder === null ? null : { id: now.holder.person, name: state.law.people.get(now.holder.person)?.person.name ?? '' }
      return [{ messageId: row.id, folderId: folder.id, mailbox: entry.mailbox.name, from: row.from.name === '' ? row.from.address : row.from.name, subject: row.subject, receivedAt: row.receivedAt, to: holder, due }]
    })
  })
  return waiting.sort((one, other) => one.due.at - other.due.at)
}

/** A mailbox with a login of its own has an inbox like anybody's. */
const isWhereMailComesIn = ({ access, path }: SharedMailbox, folder: Folder): boolean => (access === 'password' ? folder.role === 'inbox' : folder.path === path)

function dueOf({ readWithinHours, answerWithinWorkingDays }: RuleValues['R10'], { receivedAt, isRead, at }: { receivedAt: number; isRead: boolean; at: number }): (Promised & { late: boolean }) | null {
  const due = answerDue({ readWithinHours, answerWithinWorkingDays }, { receivedAt, isRead })
  return due === null ? null : { ...due, late: at > due.at }
}
