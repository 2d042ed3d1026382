import type { Handlers, OutputOf } from '../../../shared/contract/contract.ts'
import type { ShownDeed } from '../../../shared/contract/deeds.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import { ruleOf, type MailboxEntry } from '../../../shared/practice/law.ts'
import { ruleDefaults } from '../../../shared/practice/practice-rules.ts'
import { countEntries } from '../../audit/read-journal.ts'
import { deedsSeen, markDeedsSeen } from '../../practice/register/deed-table.ts'
import { isDiskFull } from '../../store/store.ts'
import type { Session } from '../session.ts'
import { messageReference } from './claimed-message.ts'
import { mailboxOf } from './mailboxes.ts'
import { answered, withMember } from './people-operations.ts'
import type { Member } from './room.ts'

export type DeedHandlers = Pick<Handlers, 'deeds.in' | 'deeds.whileAway' | 'deeds.seen' | 'deeds.checks' | 'deeds.check'>

/** How far back is looked: longer ago is for the log. */
const LOOK_BACK_MS = 366 * 24 * 60 * 60_000
/** Of each folder the newest are tried for a subject: a name in the register says nothing, so each must be made anew. */
const NAMES_TRIED = 2_000
/** Earlier checks are in the register and the log. */
const CHECKS_SHOWN = 4

/** Who opened what, for the person whose mail it is and for who shares a mailbox (FM-07). */
export function deedOperations(current: () => Session): DeedHandlers {
  return {
    'deeds.in': ({ mailbox }) => withMember(current().practice, (member) => {
      const session = current()
      const { me } = member
      const id = mailbox ?? me.person.id
      const isOwn = id === me.person.id
      if (!isOwn && !(member.state.law.mailboxes.has(id) && session.practice.rights.ask('read', { kind: 'shared', id }).allowed)) return refused('not-allowed')
      const told = session.practice.deedsIn({ mailbox: id, since: Date.now() - LOOK_BACK_MS }).filter(({ by }) => !isOwn || by !== me.person.id)
      const messages = messagesNamed(session, member, { mailbox: id, names: new Set(told.map(({ message }) => message)) })
      return done(told.map(({ at, by, act, message }): ShownDeed => ({ at, by: who(member, by), what: act, message: messages.get(message) ?? null })))
    }),
    'deeds.whileAway': () => {
      const session = current()
      const member = session.practice.member()
      return done(member === null ? null : whileAway(session, member))
    },
    'deeds.checks': ({ mailbox }) => withMember(current().practice, (member) => {
      const entry = member.state.law.mailboxes.get(mailbox)
      if (entry === undefined || !(mayCheck(member, entry) || current().practice.rights.ask('read', { kind: 'shared', id: mailbox }).allowed)) return refused('not-allowed')
      return done(checksOf(member, entry))
    }),
    'deeds.check': ({ mailbox, outcome }) => withMember(current().practice, (member) => {
      const { practice, db, changes } = current()
      const entry = member.state.law.mailboxes.get(mailbox)
      if (entry === undefined || member.at === 'unknown') return refused('not-allowed')
      const { address } = entry.mailbox
      const [from, to] = [member.state.work.logChecks.get(mailbox)?.at(-1)?.to ?? entry.described.at, member.at]
      const said = practice.say([{ kind: 'log-checked', body: { mailbox, from: Math.min(from, to), to, outcome, note: '' } }], {
        class: 'log', mailbox: address,
        detail: { change: 'checked', finding: outcome === 'in-order' ? 'in-order' : 'remarks', from, to, count: countEntries(db, { mailbox: address, from, to: to + 1 }, Number.MAX_SAFE_INTEGER) },
      })
      if (said.ok) changes.touch(['practice', 'journal'])
      return answered(said)
    }),
    'deeds.seen': () => withMember(current().practice, ({ at }) => {
      const { db, changes } = current()
      try {
        markDeedsSeen(db, at === 'unknown' ? 0 : at)
      } catch (error) {
        if (isDiskFull(error)) return refused('disk-full')
        throw error
      }
      changes.touch(['practice'])
      return done({})
    }),
  }
}

const who = ({ state: { law } }: Member, id: string): { id: string; name: string } => ({ id, name: law.people.get(id)?.person.name ?? '' })

/** As the register has it: the mailbox's owner, or who looks after the log. */
const mayCheck = ({ me }: Member, { mailbox, ended }: MailboxEntry): boolean => ended === null && (mailbox.owner === me.person.id || me.roles.has('logbeheerder'))

/** Due so many months after the last check, or after it was first described (R4). */
function checksOf(member: Member, entry: MailboxEntry): OutputOf<'deeds.checks'> {
  const { state } = member
  const checks = state.work.logChecks.get(entry.mailbox.id) ?? []
  const { checkEveryMonths } = ruleOf(state.law, 'R4', ruleDefaults)
  const due = new Date(checks.at(-1)?.to ?? entry.described.at)
  due.setUTCMonth(due.getUTCMonth() + checkEveryMonths)
  return {
    last: checks.slice(-CHECKS_SHOWN).reverse().map(({ at, by, outcome }) => ({ at, by: who(member, by), outcome })),
    dueAt: due.getTime(), everyMonths: checkEveryMonths, mayCheck: mayCheck(member, entry),
  }
}

/** Of the person's covers that ended since they last looked: what the others opened in them. */
function whileAway({ db, practice }: Session, member: Member): OutputOf<'deeds.whileAway'> {
  const { state, me, at } = member
  const seen = deedsSeen(db)
  if (at === 'unknown') return null
  const over = [...state.law.grants.values()].flatMap(({ grant, withdrawn }) => {
    const end = Math.min(withdrawn?.at ?? Infinity, grant.until ?? Infinity)
    return grant.kind === 'cover' && grant.mailbox === me.person.id && end <= at && end > seen && end > grant.from ? [{ from: grant.from, end }] : []
  })
  if (over.length === 0) return null
  const since = Math.max(seen, Math.min(...over.map(({ from }) => from)))
  const told = practice.deedsIn({ mailbox: me.person.id, since }).filter(({ by }) => by !== me.person.id)
  if (told.length === 0) return null
  return {
    until: Math.max(...over.map(({ end }) => end)), messages: new Set(told.map(({ message }) => message)).size,
    people: [...new Set(told.map(({ by }) => by))].map((id) => who(member, id)),
  }
}

/** The messages that bear these names, as far as they are here. */
function messagesNamed({ reader, practice }: Session, { state, me }: Member, { mailbox, names }: { mailbox: string; names: ReadonlySet<string> }): Map<string, ShownDeed['message']> {
  const key = practice.referenceKey()
  const found = new Map<string, ShownDeed['message']>()
  if (key === null || names.size === 0) return found
  for (const folder of reader.folders()) {
    const its = mailboxOf(state, me.person.id, folder)
    if (its === null || (its.kind === 'shared' ? its.id : its.person) !== mailbox) continue
    for (const { id, name, subject } of reader.namedIn(folder.id, NAMES_TRIED)) {
      const reference = messageReference(key, name)
      if (names.has(reference)) found.set(reference, { id, folderId: folder.id, subject })
      if (found.size === names.size) return found
    }
  }
  return found
}
