import type { Role } from './act.ts'
import type { BodyOf, EventKind, EventOf, RegisterEvent } from './event.ts'
import { grantObstacle, granterObstacle, hasOtherDelegate } from './grant-terms.ts'
import type { Draft, Law } from './law.ts'
import type { RefusedBecause } from './problem.ts'

/** Who says something: the person whose device signed it, and the roles that count for that device at that point. */
export interface Author {
  readonly device: string
  readonly person: string
  readonly has: (role: Role) => boolean
}

/** Kinds that change what holds in the practice; all others are about the work. */
export type LawKind = Exclude<EventKind, 'founded' | 'care-episode' | 'claimed' | 'answering' | 'released' | 'finished' | 'acted' | 'segment-filed' | 'log-checked' | 'snapshot'>

interface Saying<Kind extends LawKind> { readonly law: Draft; readonly author: Author; readonly body: BodyOf<Kind> }
type Rule<Kind extends LawKind> = (saying: Saying<Kind>) => RefusedBecause | null

const manages = ({ author }: { author: Author }): RefusedBecause | null => (author.has('beheerder') ? null : 'no-right')

/** The first thing that stands in the way. */
const first = (...found: (RefusedBecause | null | false)[]): RefusedBecause | null => found.find((one) => one !== null && one !== false) || null

function standingPerson(law: Draft, id: string): RefusedBecause | null {
  const entry = law.people.get(id)
  return entry === undefined ? 'unknown-person' : entry.ended === null ? null : 'person-ended'
}

function standingMailbox(law: Draft, id: string): RefusedBecause | null {
  const entry = law.mailboxes.get(id)
  return entry === undefined || entry.ended !== null ? 'unknown-mailbox' : null
}

/** Whether the practice would be left without a manager: who withdraws another still is one, so only by leaving oneself. */
const leavesNone = ({ law, author }: { law: Draft; author: Author }, id: string): boolean => author.person === id && !hasManagerBeside(law, id)

/** Whether anybody else manages the practice. */
export const hasManagerBeside = ({ people }: { readonly people: Law['people'] }, id: string): boolean =>
  [...people.values()].some(({ person, ended, roles }) => person.id !== id && ended === null && roles.has('beheerder'))

/** One device says a withdrawal of the same target once: what it says later could only undo what it saw before. */
const saidBefore = (law: Draft, author: Author, is: { device?: string; person?: string }): boolean =>
  law.withdrawals.some((made) => made.author === author.device && made.role === null && (is.device === undefined ? made.person === is.person : made.device === is.device))

/** Who may say what: one line or two for each kind. */
const rules: { readonly [Kind in LawKind]: Rule<Kind> } = {
  'person-added': (saying) => first(manages(saying), (saying.law.people.has(saying.body.person.id) || saying.law.mailboxes.has(saying.body.person.id)) && 'already-there'),
  'person-changed': (saying) => first(manages(saying), standingPerson(saying.law, saying.body.person.id)),
  'person-ended': (saying) => first(
    manages(saying), !saying.law.people.has(saying.body.person) && 'unknown-person',
    leavesNone(saying, saying.body.person) && 'last-manager', saidBefore(saying.law, saying.author, { person: saying.body.person }) && 'already-there',
  ),
  'person-left': (saying) => first(
    saying.author.person === saying.body.person ? null : 'no-right',
    leavesNone(saying, saying.body.person) && 'last-manager', saidBefore(saying.law, saying.author, { person: saying.body.person }) && 'already-there',
  ),
  'device-added': (saying) => first(manages(saying), admission(saying)),
  'device-revoked': (saying) => first(
    saying.law.devices.get(saying.body.device)?.person === saying.author.person ? null : manages(saying),
    !saying.law.devices.has(saying.body.device) && 'unknown-device', saidBefore(saying.law, saying.author, { device: saying.body.device }) && 'already-there',
  ),
  'role-given': (saying) => first(
    manages(saying), standingPerson(saying.law, saying.body.person),
    saying.law.people.get(saying.body.person)?.roles.has(saying.body.role) === true && 'already-there',
  ),
  'role-withdrawn': (saying) => first(
    manages(saying), !saying.law.givings.has(givingKey(saying.body.person, saying.body.role)) && 'nothing-to-withdraw',
    saying.body.role === 'beheerder' && leavesNone(saying, saying.body.person) && 'last-manager',
  ),
  'invitation-given': (saying) => first(
    manages(saying), standingPerson(saying.law, saying.body.invitation.person), saying.law.invitations.has(saying.body.invitation.id) && 'already-there',
  ),
  'invitation-withdrawn': (saying) => first(manages(saying), !saying.law.invitations.has(saying.body.invitation) && 'unknown-invitation'),
  'mailbox-described': (saying) => first(manages(saying), describing(saying)),
  'mailbox-ended': (saying) => first(manages(saying), standingMailbox(saying.law, saying.body.mailbox)),
  'mailbox-secret': (saying) => first(manages(saying), standingMailbox(saying.law, saying.body.mailbox)),
  'grant-given': ({ law, author, body: { grant } }) => first(
    granterObstacle(law, author, grant), law.grants.has(grant.id) && 'already-there', grantObstacle(law, grant), hasOtherDelegate(law, grant) && 'one-delegate',
  ),
  'grant-withdrawn': grantWithdrawing,
  'private-agreed': (saying) => first(saying.author.person === saying.body.person ? null : manages(saying), standingPerson(saying.law, saying.body.person)),
  'rule-set': manages,
  'log-key-set': ({ author }) => (author.has('logbeheerder') || author.has('beheerder') ? null : 'no-right'),
}

/** An invitation admits one device of one person. */
function admission({ law, body: { person, device, invitation } }: Saying<'device-added'>): RefusedBecause | null {
  const invited = law.invitations.get(invitation)
  if (law.devices.has(device.id)) return 'already-there'
  if (invited?.invitation.person !== person) return 'unknown-invitation'
  if (invited.withdrawn !== null) return 'invitation-withdrawn'
  return invited.usedBy === null ? standingPerson(law, person) : 'invitation-used'
}

/** Members are people of the practice; FM-11: a locum exports nothing. */
function describing({ law, body: { mailbox } }: Saying<'mailbox-described'>): RefusedBecause | null {
  if (law.people.has(mailbox.id)) return 'already-there'
  if (law.mailboxes.has(mailbox.id) && standingMailbox(law, mailbox.id) !== null) return 'already-there'
  const exports = mailbox.members.some(({ person, may }) => may.includes('export') && law.people.get(person)?.person.kind === 'locum')
  return exports ? 'locum-exports' : first(standingPerson(law, mailbox.owner), ...mailbox.members.map(({ person }) => standingPerson(law, person)))
}

/** Either side may end it, and the manager. */
function grantWithdrawing({ law, author, body }: Saying<'grant-withdrawn'>): RefusedBecause | null {
  const entry = law.grants.get(body.grant)
  if (entry === undefined) return author.has('beheerder') ? 'unknown-grant' : 'no-right'
  const { giver, receiver } = entry.grant
  return author.person === giver || author.person === receiver || author.has('beheerder') ? null : 'no-right'
}

export const givingKey = (person: string, role: Role): string => `${person} ${role}`

/** Why this author may not say this at this point of the register; null: it holds. */
export function whyNot<Kind extends LawKind>(law: Draft, author: Author, saying: { kind: Kind; body: BodyOf<Kind> }): RefusedBecause | null {
  const rule: Rule<Kind> = rules[saying.kind]
  return rule({ law, author, body: saying.body })
}

export type LawEvent = EventOf<LawKind>

export const isLawEvent = (event: RegisterEvent): event is LawEvent => Object.hasOwn(rules, event.kind)
