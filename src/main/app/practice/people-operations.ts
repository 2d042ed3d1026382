import { randomUUID } from 'node:crypto'
import type { HandlerOutcome, Handlers, OutputOf } from '../../../shared/contract/contract.ts'
import { done, refused, type Outcome } from '../../../shared/contract/declare.ts'
import type { Role } from '../../../shared/practice/act.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { ruleDefaults, type PracticeRule, type RuleName } from '../../../shared/practice/practice-rules.ts'
import type { RegisterProblem } from '../../../shared/practice/problem.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import type { Session } from '../session.ts'
import { cutOf, devicesOf } from './cuts.ts'
import { closeRegisterFor } from './on-register.ts'
import { patientReference } from './rights.ts'
import type { Member, PracticeRoom, Said } from './room.ts'
import { ruleChanged } from './rule-change.ts'

type Names = 'careOf' | 'markCare' | 'people' | 'rules' | 'problems' | 'addPerson' | 'changePerson' | 'endPerson' | 'leave' | 'giveRole' | 'withdrawRole' | 'revokeDevice' | 'setRule' | 'agreePrivate'
export type PeopleHandlers = Pick<Handlers, `practice.${Names}`>

/** The register's own words for what stands in the way, where the screen has a sentence for it. */
type Obstacle = 'last-manager' | 'no-such-person' | 'no-such-device'
const named: Readonly<Record<string, Obstacle>> = { 'last-manager': 'last-manager', 'unknown-person': 'no-such-person', 'person-ended': 'no-such-person', 'unknown-device': 'no-such-device' }

type SaidFail = Extract<Said, { ok: false }>['fail']

/** The outcome for the screen. */
export const answered = (said: Said): Outcome<Record<string, never>, SaidFail> => (said.ok ? done({}) : refused(said.fail))

/** The same, with obstacles that the screen has sentences for; any other is a right that the operation does not have. */
export function answeredWith<const Known extends Obstacle>(said: Said, known: readonly Known[]): Outcome<Record<string, never>, SaidFail | Known> {
  const obstacle = said.ok ? undefined : named[said.because ?? '']
  const told = known.find((one) => one === obstacle)
  return told === undefined ? answered(said) : refused(told)
}

/** Who works here, with which workstations and roles, and what was agreed. */
export function peopleOperations(current: () => Session): PeopleHandlers {
  const room = (): PracticeRoom => current().practice
  const say = (...given: Parameters<PracticeRoom['say']>): Said => {
    const said = room().say(...given)
    if (said.ok) current().changes.touch(['practice', 'journal'])
    return said
  }
  return {
    'practice.people': () => withMember(room(), (member) => done(peopleOf(member))),
    'practice.rules': () => withMember(room(), ({ state }) => done(rulesOf(state))),
    'practice.problems': () => withMember(room(), ({ state }) => done([
      ...room().problems().map((problem) => shownProblem(state, problem)),
      ...room().gone().map(({ seenAt }) => ({ name: 'event-taken-out', person: null, at: seenAt, event: null })),
      ...room().wrong().map(({ because, seenAt }) => ({ name: because, person: null, at: seenAt, event: null })),
    ])),
    'practice.addPerson': ({ person }) => withMember(room(), ({ state }) => {
      if (isTaken(state, person.address)) return refused('address-taken')
      const id = newPersonId()
      const said = say([{ kind: 'person-added', body: { person: { ...person, id } } }], { class: 'E9', detail: { change: 'person-added', address: person.address, ...(person.until === null ? {} : { endsAt: person.until }) } })
      return said.ok ? done({ id }) : refused(said.fail)
    }),
    'practice.changePerson': ({ person }) => answeredWith(say([{ kind: 'person-changed', body: { person } }], { class: 'E9', detail: { change: 'person-changed', address: person.address } }), ['no-such-person']),
    'practice.endPerson': ({ id, until }) => withMember(room(), ({ state }) => {
      const { address } = addressIn(state, id)
      const said = say(
        [{ kind: 'person-ended', body: { person: id, until, cut: cutOf(state, devicesOf(state, id)) } }],
        { class: 'E9', detail: { change: 'person-ended', ...addressIn(state, id), endsAt: until } },
      )
      // The server too; not waited for: what counts is said in the register.
      if (said.ok && address !== undefined) closeRegisterFor(current(), address).catch(() => undefined)
      return answeredWith(said, ['no-such-person', 'last-manager'])
    }),
    'practice.leave': () => leave(current()),
    'practice.giveRole': ({ id, role }) => withMember(room(), ({ state }) => answeredWith(say([{ kind: 'role-given', body: { person: id, role } }], roleTold(state, { id, role }, 'role-given')), ['no-such-person'])),
    'practice.withdrawRole': ({ id, role }) => withMember(room(), ({ state }) => answeredWith(say(
      [{ kind: 'role-withdrawn', body: { person: id, role, cut: cutOf(state, devicesOf(state, id)) } }], roleTold(state, { id, role }, 'role-withdrawn'),
    ), ['no-such-person', 'last-manager'])),
    'practice.revokeDevice': ({ device, because }) => withMember(room(), ({ state }) => answeredWith(say(
      [{ kind: 'device-revoked', body: { device, because, cut: cutOf(state, [device]) } }],
      { class: 'E10', detail: { right: 'device-revoked', ...granteeIn(state, state.law.devices.get(device)?.person ?? '') }, reason: because },
    ), ['no-such-device', 'last-manager'])),
    'practice.careOf': ({ address }) => withMember(room(), ({ state, me }) => {
      const key = room().referenceKey()
      const mark = key === null ? undefined : state.work.episodes.get(me.person.id)?.get(patientReference(key, address))
      return done({ mayMark: me.person.clinician && key !== null, current: mark?.current === true })
    }),
    'practice.markCare': ({ address, current: isCurrent }) => withMember(room(), ({ me }) => {
      const key = room().referenceKey()
      if (key === null) return refused('not-allowed')
      // No name in the entry: the journal's own reference of a patient goes by the address book.
      return answered(say([{ kind: 'care-episode', body: { patient: patientReference(key, address), clinician: me.person.id, current: isCurrent } }], { class: 'E10', detail: { right: isCurrent ? 'care-current' : 'care-over' } }))
    }),
    'practice.setRule': ({ rule, seen = rule }) => withMember(room(), ({ state }) => {
      const body = seen === rule ? rule : ruleChanged(state.law.rules, { rule, seen })
      return body === null ? refused('changed-meanwhile') : answered(say([{ kind: 'rule-set', body }], { class: 'rules', detail: { change: rule.rule } }))
    }),
    'practice.agreePrivate': () => withMember(room(), ({ me }) => answered(say([{ kind: 'private-agreed', body: { person: me.person.id } }], { class: 'E10', detail: { right: 'private-agreed' } }))),
  }
}

function leave({ practice, changes }: Session): HandlerOutcome<'practice.leave'> {
  const said = practice.sayLeaving()
  if (!said.ok) return refused(said.fail)
  changes.touch(['practice', 'journal'])
  return done({})
}

/** What only a member can ask. */
export function withMember<Answer>(room: PracticeRoom, ask: (member: Member) => Answer): Answer | { ok: false; fail: 'not-member' } {
  const member = room.member()
  return member === null ? refused('not-member') : ask(member)
}

const newPersonId = (): string => `p-${randomUUID()}`
const isTaken = ({ law }: PracticeState, address: string): boolean => [...law.people.values()].some(({ person, ended }) => ended === null && sameMailbox(person.address, address))
const addressIn = ({ law }: PracticeState, id: string): { address?: string } => {
  const address = law.people.get(id)?.person.address
  return address === undefined ? {} : { address }
}
const granteeIn = ({ law }: PracticeState, id: string): { grantee?: string } => (law.people.has(id) ? { grantee: id } : {})

const roleTold = (state: PracticeState, { id, role }: { id: string; role: Role }, right: string) => ({ class: 'E10' as const, detail: { right: `${right}:${role}`, ...granteeIn(state, id) } })

function peopleOf({ state: { law }, device, at }: Member): OutputOf<'practice.people'> {
  return [...law.people.values()].map(({ person, roles, ended }) => {
    const invited = [...law.invitations.values()].filter(({ invitation, withdrawn, usedBy }) => invitation.person === person.id && withdrawn === null && usedBy === null)
    const until = Math.max(0, ...invited.map(({ invitation }) => invitation.until))
    return {
      person, roles: [...roles.keys()],
      devices: [...law.devices.values()].filter((one) => one.person === person.id)
        .map(({ device: { id, label }, revoked }) => ({ id, label, isThis: id === device.id, revoked: revoked !== null })),
      ended: ended !== null || (person.until !== null && at !== 'unknown' && at >= person.until),
      invitedUntil: until === 0 || (at !== 'unknown' && until <= at) ? null : until,
    }
  })
}

function rulesOf({ law }: PracticeState): OutputOf<'practice.rules'> {
  return (Object.keys(ruleDefaults) as RuleName[]).map((name) => {
    const entry = law.rules.get(name)
    return {
      rule: { rule: name, value: entry?.value ?? ruleDefaults[name] } as PracticeRule,
      setBy: entry === undefined ? null : law.people.get(entry.set.by)?.person.name ?? null, setAt: entry?.set.at ?? null,
    }
  })
}

function shownProblem({ law }: PracticeState, problem: RegisterProblem): OutputOf<'practice.problems'>[number] {
  const nameOf = (device: string): string | null => law.people.get(law.devices.get(device)?.person ?? '')?.person.name ?? null
  switch (problem.kind) {
    case 'refused': return { name: problem.because === 'after-withdrawal' && problem.event.kind === 'segment-filed' ? 'log-filed-late' : problem.because, person: nameOf(problem.event.author), at: problem.event.at, event: problem.event.kind }
    case 'other-practice': case 'snapshot-disagrees': return { name: problem.kind, person: nameOf(problem.event.author), at: problem.event.at, event: problem.event.kind }
    case 'predecessor-missing': case 'forked': case 'chain-broken': return { name: problem.kind, person: nameOf(problem.device), at: null, event: null }
    case 'withdrew-each-other': return { name: problem.kind, person: null, at: null, event: null }
  }
}
