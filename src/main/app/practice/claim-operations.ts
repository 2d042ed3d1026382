import type { Handlers, OutputOf } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import { claimOf, type Claim } from '../../../shared/practice/claims.ts'
import { ANSWERING_MOST_MS } from '../../../shared/practice/limits.ts'
import { memberActs } from '../../../shared/practice/grant-terms.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { MessageHeader } from '../../mailbox/mailbox.ts'
import type { Session } from '../session.ts'
import { claimedIn, type ClaimedMessage } from './claimed-message.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import type { Member } from './room.ts'
import { waitingMail } from './waiting-mail.ts'

export type ClaimHandlers = Pick<Handlers, Extract<keyof Handlers, `claims.${string}`>>

/** How long "is answering" holds when nothing more is said: a minute and a half, and the composer says it again each minute. */
const ANSWERING_MS = Math.min(90_000, ANSWERING_MOST_MS)

interface Found { readonly session: Session; readonly member: Member; readonly header: MessageHeader; readonly body: ClaimedMessage; readonly now: Claim }

type NotFound = { ok: false; fail: 'no-such-message' | 'not-shared' }

/** Finds messages by their number in the copy, one or a screenful. */
function finderIn(session: Session): (messageId: number) => Found | NotFound {
  const member = session.practice.member()
  const claimed = member === null ? () => null : claimedIn(session, member)
  return (messageId) => {
    const header = session.reader.header(messageId)
    if (header === null) return refused('no-such-message')
    const body = claimed(header)
    return member === null || body === null ? refused('not-shared') : { session, member, header, body, now: claimOf(member.state, body, member.at) }
  }
}

const who = ({ law }: PracticeState, id: string): { id: string; name: string } => ({ id, name: law.people.get(id)?.person.name ?? '' })

/** Who has a message of a shared mailbox, so that nobody answers twice and nobody waits unseen. */
export function claimOperations(current: () => Session): ClaimHandlers {
  const withMessage = <Answer>(messageId: number, act: (found: Found) => Answer): Answer | NotFound => {
    const found = finderIn(current())(messageId)
    return 'fail' in found ? found : act(found)
  }
  return {
    'claims.of': ({ messageIds }) => {
      const find = finderIn(current())
      return done(messageIds.flatMap((id) => {
        const found = find(id)
        return 'fail' in found ? [] : [shownClaim(found)]
      }))
    },
    'claims.history': ({ messageId }) => withMessage(messageId, (found) => done(historyOf(found))),
    'claims.claim': ({ messageId, over }) => withMessage(messageId, (found) => {
      const { now, member: { me }, body } = found
      const holder = now.holder?.person ?? null
      if (holder === me.person.id) return done({})
      if (holder !== null && !over) return refused('taken')
      return said(found, [...(holder === null ? [] : [{ kind: 'released', body } as const]), { kind: 'claimed', body: { ...body, to: me.person.id, note: null } }], 'claimed')
    }),
    'claims.release': ({ messageId }) => withMessage(messageId, (found) =>
      (found.now.holder?.person === found.member.me.person.id ? said(found, [{ kind: 'released', body: found.body }], 'released') : refused('not-yours'))),
    'claims.handOver': ({ messageId, to, note }) => withMessage(messageId, (found) => {
      const { session: { practice }, member: { state }, body, now } = found
      const colleagues = colleaguesOf(state, body.mailbox)
      if (!colleagues.includes(to)) return refused('no-such-person')
      const hasNote = note.trim() !== ''
      const sealed = hasNote ? practice.sealFor(colleagues, note) : null
      if (hasNote && sealed === null) return refused('not-read-yet')
      const isOthers = now.holder !== null && now.holder.person !== found.member.me.person.id
      return said(found, [...(isOthers ? [{ kind: 'released', body } as const] : []), { kind: 'claimed', body: { ...body, to, note: sealed } }], 'handed-over')
    }),
    'claims.finish': ({ messageId, how }) => withMessage(messageId, (found) => said(found, [{ kind: 'finished', body: { ...found.body, how } }], `finished:${how}`)),
    'claims.answering': ({ messageId, stop }) => withMessage(messageId, (found) => {
      const { member: { state, me, at }, body, now } = found
      const others = now.answering.filter(({ person }) => person !== me.person.id).map(({ person }) => who(state, person))
      const until = at === 'unknown' ? 0 : stop ? at : at + ANSWERING_MS
      if (at === 'unknown') return done({ others })
      const answer = said(found, [{ kind: 'answering', body: { ...body, until } }], null)
      return answer.ok ? done({ others }) : answer
    }),
    'claims.colleagues': ({ messageId }) => withMessage(messageId, ({ member: { state, me }, body }) =>
      done(colleaguesOf(state, body.mailbox).filter((id) => id !== me.person.id).map((id) => who(state, id)))),
    'claims.waiting': () => {
      const session = current()
      const member = session.practice.member()
      return member === null ? refused('not-member') : done(waitingMail(session, member))
    },
  }
}

type Step = OutputOf<'claims.history'>[number]

/** Who had it and who did what with it, in the order of everybody's clocks. */
function historyOf({ session: { practice }, member: { state }, body }: Found): Step[] {
  const claims = practice.history(body).filter(({ lost }) => !lost).map((step): Step => ({
    at: step.at, by: who(state, step.by), to: step.kind === 'claimed' ? who(state, step.to) : null,
    what: step.kind === 'claimed' && step.to !== step.by ? 'handed-over' : step.kind,
  }))
  const deeds = practice.deedsWith(body).map(({ at, by, act }): Step => ({ at, by: who(state, by), to: null, what: act }))
  return [...claims, ...deeds].sort((one, other) => one.at - other.at).filter((step, place, all) => !saysAgain(step, all[place - 1]))
}

/** A composer says each minute that somebody is answering; told once it is clear. */
const saysAgain = (step: Step, before: Step | undefined): boolean => step.what === 'answering' && before?.what === 'answering' && before.by.id === step.by.id

/** Said in the register and, but for the passing "is answering", in the journal. */
function said({ session, header }: Found, sayings: readonly Saying[], change: string | null) {
  const answer = change === null
    ? session.practice.sayPassing(sayings)
    : session.practice.say(sayings, { class: 'filed', mailbox: session.practice.addressOf(header), detail: { change } })
  if (!answer.ok) return refused(answer.fail)
  session.changes.touch(['practice', ...(change === null ? [] : ['journal' as const])])
  return done({})
}

/** Everybody who may claim in this mailbox. */
function colleaguesOf({ law }: PracticeState, mailbox: string): string[] {
  return [...law.people.values()].filter(({ person, ended }) => ended === null && memberActs(law, mailbox, person.id).includes('claim')).map(({ person }) => person.id)
}

function shownClaim({ session, member: { state, me }, header, body, now }: Found): OutputOf<'claims.of'>[number] {
  const { holder, answering, finished } = now
  const other = answering.find(({ person }) => person !== me.person.id)
  const text = holder?.note == null ? null : session.practice.unseal(holder.note)
  return {
    messageId: header.id,
    to: holder === null ? null : { ...who(state, holder.person), isMe: holder.person === me.person.id, since: holder.at },
    note: text === null || holder === null ? null : { text, by: who(state, holder.by) },
    answering: other === undefined ? null : { ...who(state, other.person), until: other.until },
    finished: finished === null ? null : { how: finished.how, by: who(state, finished.by), at: finished.at },
    mayClaim: session.practice.rights.ask('claim', { kind: 'shared', id: body.mailbox }).allowed,
  }
}
