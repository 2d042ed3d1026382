import type { MailAct, Role } from './act.ts'
import type { Grant, GrantObstacle } from './grant.ts'
import { FM06_AGE_DAYS } from './limits.ts'
import { ruleOf, type Law, type PersonEntry } from './law.ts'
import { ruleDefaults } from './practice-rules.ts'

export type LawView = Pick<Law, 'people' | 'mailboxes' | 'grants' | 'grantsTo' | 'rules'>
interface Parties { readonly law: LawView; readonly grant: Grant; readonly giver: PersonEntry; readonly receiver: PersonEntry }

/** What stands in the way of this grant as the practice is now; null: nothing. Time is not looked at. */
export function grantObstacle(law: LawView, grant: Grant): GrantObstacle | null {
  const giver = law.people.get(grant.giver)
  const receiver = law.people.get(grant.receiver)
  if (giver === undefined || receiver === undefined) return 'unknown-person'
  if (giver.ended !== null || receiver.ended !== null) return 'person-ended'
  if (grant.giver === grant.receiver) return 'same-person'
  const parties = { law, grant, giver, receiver }
  return mailboxObstacle(parties) ?? (receiver.person.kind === 'locum' && grant.acts.includes('export') ? 'locum-exports' : kindObstacle(parties))
}

/** Nobody gives away more than they have; and what is private was agreed first (FM-08). */
function mailboxObstacle({ law, grant, giver }: Parties): GrantObstacle | null {
  if (grant.mailbox === grant.giver) return giver.privateAgreed === null ? 'private-not-agreed' : null
  const shared = law.mailboxes.get(grant.mailbox)
  if (shared === undefined || shared.ended !== null) return 'unknown-mailbox'
  const held = shared.mailbox.members.find(({ person }) => person === grant.giver)?.may ?? []
  return grant.acts.every((act) => held.includes(act)) ? null : 'not-the-givers'
}

function kindObstacle(parties: Parties): GrantObstacle | null {
  switch (parties.grant.kind) {
    case 'mandate': return mandateObstacle(parties)
    case 'delegation': return delegationObstacle(parties)
    case 'cover': return coverObstacle(parties)
    case 'subordinate': return subordinateObstacle(parties)
  }
}

/** FM-05: with the manager's recorded consent, inside the own domain. */
function mandateObstacle({ law, grant, giver, receiver }: Parties): GrantObstacle | null {
  if (!ruleOf(law, 'R2', ruleDefaults).mandate) return 'rule-forbids'
  if (grant.consent.trim() === '') return 'no-consent'
  return isSameDomain(giver, receiver) ? null : 'outside-domain'
}

/** FM-05: one person for each giver, employed by the practice, below the giver. */
function delegationObstacle({ law, giver, receiver }: Parties): GrantObstacle | null {
  if (!ruleOf(law, 'R2', ruleDefaults).delegation) return 'rule-forbids'
  if (!receiver.person.employed || receiver.person.kind === 'locum') return 'not-employed'
  if (!isBelow(receiver, giver)) return 'not-below'
  return isSameDomain(giver, receiver) ? null : 'outside-domain'
}

/** FM-07: with a reason and an end; who reads is R1's choice. */
function coverObstacle({ law, grant, receiver }: Parties): GrantObstacle | null {
  if (grant.until === null) return 'no-end'
  if (grant.reason.trim() === '') return 'no-reason'
  switch (ruleOf(law, 'R1', ruleDefaults).reads) {
    case 'replacement': return null
    case 'manager': return receiver.roles.has('beheerder') ? null : 'rule-forbids'
    case 'urgent-screen': return grant.urgentFirst ? null : 'rule-forbids'
  }
}

/** FM-06: staff ranked under the clinician, mail of the last seven days, patients in a current episode. R3 may leave out one of the two limits. */
function subordinateObstacle({ law, grant, giver, receiver }: Parties): GrantObstacle | null {
  const { access } = ruleOf(law, 'R3', ruleDefaults)
  if (access === 'none') return 'rule-forbids'
  if (!giver.person.clinician) return 'not-a-clinician'
  if (access !== 'recent-episode' && !isBelow(receiver, giver)) return 'not-below'
  if (access === 'subordinates') return null
  if (grant.maxAgeDays === null || grant.maxAgeDays > FM06_AGE_DAYS) return 'needs-age-limit'
  return grant.careEpisodeOnly ? null : 'needs-episodes'
}

/** FM-05: a second delegate while the first still is one. Dates that do not touch do not clash. */
export const hasOtherDelegate = (law: LawView, grant: Grant): boolean =>
  grant.kind === 'delegation' && [...law.grants.values()].some(({ grant: other, withdrawn }) =>
    other.kind === 'delegation' && withdrawn === null && other.giver === grant.giver && other.receiver !== grant.receiver && isAtOnce(other, grant))

const isAtOnce = (one: Grant, other: Grant): boolean =>
  (one.until === null || other.from < one.until) && (other.until === null || one.from < other.until)

export interface Granter { readonly person: string; readonly has: (role: Role) => boolean }

/** FM-07, FM-09, R1: the manager; the absent person, where R1 says so; who looks after the computers, on written request and never for themselves. */
export function granterObstacle(law: LawView, granter: Granter, grant: Grant): 'no-right' | 'no-written-request' | null {
  if (granter.has('beheerder')) return null
  if (grant.kind === 'cover' && granter.person === grant.giver && ruleOf(law, 'R1', ruleDefaults).grantedBy === 'employee') return null
  if (!granter.has('ict') || granter.person === grant.receiver) return 'no-right'
  return (grant.writtenRequest ?? '').trim() === '' ? 'no-written-request' : null
}

const isBelow = (receiver: PersonEntry, giver: PersonEntry): boolean => receiver.person.rank > giver.person.rank
const domainOf = ({ person }: PersonEntry): string => person.address.slice(person.address.lastIndexOf('@') + 1).toLowerCase()
const isSameDomain = (one: PersonEntry, other: PersonEntry): boolean => domainOf(one) === domainOf(other)

/** What a member of a shared mailbox may do there. */
export const memberActs = (law: Pick<Law, 'mailboxes'>, mailbox: string, person: string): readonly MailAct[] => {
  const entry = law.mailboxes.get(mailbox)
  return entry === undefined || entry.ended !== null ? [] : entry.mailbox.members.find((member) => member.person === person)?.may ?? []
}
