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

/** Longer ago nobody waits any more; and of each mailbox no more are looked at, the newest. */
const LOOK_BACK_MS = 31 * 24 * 60 * 60_000
const LOOKED_AT = 2_000

/** Mail of shared mailboxes that nobody has finished with, the one that is due first at the top (R10). Where the time is not known, nothing is late yet. */
export function waitingMail(session: Session, member: Member): OutputOf<'claims.waiting'> {
  const { state, me, at } = member
  const promises = ruleOf(state.law, 'R10', ruleDefaults)
  const folders = session.reader.folders().filter((folder) => folder.shared && session.practice.rights.askFolder('read', folder).allowed)
  const claimed = claimedIn(session, member)
  const waiting = folders.flatMap((folder) => {
    const mailbox = mailboxOf(state, me.person.id, folder)
    const entry = mailbox?.kind === 'shared' ? state.law.mailboxes.get(mailbox.id) : undefined
    // Only what comes in waits: not what was sent or put away below it.
    if (entry === undefined || !isWhereMailComesIn(entry.mailbox, folder)) return []
    const open = new Map(session.reader.unanswered(folder.id, { since: at === 'unknown' ? 0 : at - LOOK_BACK_MS, limit: LOOKED_AT }).flatMap((id) => {
      const body = claimed({ id, folderId: folder.id })
      const now = body === null ? null : claimOf(state, body, at)
      return now === null || now.finished !== null ? [] : [[id, now] as const]
    }))
    return session.reader.rowsOf([...open.keys()]).flatMap((row) => {
      const due = dueOf(promises, { receivedAt: row.receivedAt, isRead: row.seen, at })
      if (due === null) return []
      const person = open.get(row.id)?.holder?.person
      const holder = person === undefined ? null : { id: person, name: state.law.people.get(person)?.person.name ?? '' }
      return [{ messageId: row.id, folderId: folder.id, mailbox: entry.mailbox.name, from: row.from.name === '' ? row.from.address : row.from.name, subject: row.subject, receivedAt: row.receivedAt, to: holder, due }]
    })
  })
  return waiting.sort((one, other) => one.due.at - other.due.at)
}

/** A mailbox with a login of its own has an inbox like anybody's. */
const isWhereMailComesIn = ({ access, path }: SharedMailbox, folder: Folder): boolean => (access === 'password' ? folder.role === 'inbox' : folder.path === path)

function dueOf({ readWithinHours, answerWithinWorkingDays }: RuleValues['R10'], { receivedAt, isRead, at }: { receivedAt: number; isRead: boolean; at: number | 'unknown' }): (Promised & { late: boolean }) | null {
  const due = answerDue({ readWithinHours, answerWithinWorkingDays }, { receivedAt, isRead })
  return due === null ? null : { ...due, late: at !== 'unknown' && at > due.at }
}
