import { isMailAct, logActs, ownActs, practiceActs, type Act, type MailAct, type Role } from './act.ts'
import { grantObstacle, memberActs } from './grant-terms.ts'
import type { Grant, GrantObstacle } from './grant.ts'
import { ruleOf, type PersonEntry } from './law.ts'
import type { PracticeState } from './fold.ts'
import { ruleDefaults } from './practice-rules.ts'

export type AskedMailbox = { readonly kind: 'own'; readonly person: string } | { readonly kind: 'shared'; readonly id: string }

/** What `may` must know of a message. `mine`: the person asked about wrote it. `patient`: a reference; null when none is known. */
export interface AskedMessage { readonly receivedAt: number; readonly isPrivate: boolean; readonly patient: string | null; readonly mine: boolean }

/** `message` null: the mailbox as a whole. `at` in milliseconds since 1970; `unknown` when the clock cannot be trusted. */
export interface Question {
  readonly person: string
  readonly device: string
  readonly act: Act
  readonly mailbox: AskedMailbox | null
  readonly message: AskedMessage | null
  readonly at: number | 'unknown'
  /** What it is at least by the word of a server, which no clock of this computer can be set past; absent: as late as `at`. */
  readonly least?: number
}

export type Refusal =
  | 'unknown-person' | 'person-ended' | 'not-yet' | 'over' | 'time-unknown'
  | 'unknown-device' | 'device-revoked' | 'device-forked'
  | 'no-mailbox' | 'unknown-mailbox' | 'no-role' | 'not-a-member' | 'no-grant'
  | 'private' | 'too-old' | 'no-episode' | 'locum-exports'
  | GrantObstacle

export type Answer =
  | { readonly allowed: true; readonly by: 'own' | 'member' | 'role' | 'grant'; readonly grant: string | null; readonly onBehalfOf: string | null }
  | { readonly allowed: false; readonly because: Refusal }

const no = (because: Refusal): Answer => ({ allowed: false, because })
const yes = (by: 'own' | 'member' | 'role'): Answer => ({ allowed: true, by, grant: null, onBehalfOf: null })

const DAY_MS = 24 * 60 * 60_000

/** Whether this person, at this workstation, may do this now. The one place where rights are decided: FM-01 to FM-11, R1 to R3. */
export function may(state: PracticeState, question: Question): Answer {
  const entry = state.law.people.get(question.person)
  if (entry === undefined) return no('unknown-person')
  const not = personObstacle(entry, question) ?? deviceObstacle(state, question)
  if (not !== null) return no(not)
  const { act } = question
  if (isMailAct(act)) return mayWithMail(state, entry, { ...question, act })
  if (isOneOf(ownActs, act)) return yes('own')
  return mayByRole(state, entry, question)
}

/** FM-11: whoever is here for a time is here from the first day to the last; without a trusted clock, not at all. */
function personObstacle({ person, ended }: PersonEntry, { at, least }: Question): Refusal | null {
  if (ended !== null) return 'person-ended'
  if (at === 'unknown') return person.until === null ? null : 'time-unknown'
  if (at < person.from) return 'not-yet'
  if (person.until !== null && at < person.until && !hasBegun(person.from, { at, least })) return 'time-unknown'
  return person.until !== null && at >= person.until ? 'over' : null
}

/** FM-01: only from a workstation of one's own that was admitted and still counts. */
function deviceObstacle({ law, chains }: PracticeState, { person, device }: Question): Refusal | null {
  const entry = law.devices.get(device)
  if (entry?.person !== person) return 'unknown-device'
  if (entry.revoked !== null) return 'device-revoked'
  return chains.get(device)?.stopped == null ? null : 'device-forked'
}

const isOneOf = (acts: readonly Act[], act: Act): boolean => acts.includes(act)

function mayByRole(state: PracticeState, { person, roles }: PersonEntry, { act, mailbox }: Question): Answer {
  const has = (role: Role): boolean => roles.has(role)
  if (isOneOf(logActs, act)) {
    // R4: who owns a shared mailbox looks after its log.
    if (act === 'check-log' && mailbox?.kind === 'shared' && state.law.mailboxes.get(mailbox.id)?.mailbox.owner === person.id) return yes('own')
    if (act === 'export-log' && person.kind === 'locum') return no('locum-exports')
    return has('logbeheerder') ? yes('role') : no('no-role')
  }
  if (act === 'give-grant') return mayGive(state, has)
  return isOneOf(practiceActs, act) && has('beheerder') ? yes('role') : no('no-role')
}

/** FM-09, R1: the grant itself is judged when it is made (`granterObstacle`). */
function mayGive(state: PracticeState, has: (role: Role) => boolean): Answer {
  if (has('beheerder') || has('ict')) return yes('role')
  return ruleOf(state.law, 'R1', ruleDefaults).grantedBy === 'employee' ? yes('own') : no('no-role')
}

interface MailQuestion extends Question { readonly act: MailAct }

function mayWithMail(state: PracticeState, entry: PersonEntry, question: MailQuestion): Answer {
  const { mailbox, act } = question
  if (mailbox === null) return no('no-mailbox')
  if (act === 'export' && entry.person.kind === 'locum') return no('locum-exports')
  if (mailbox.kind === 'own') {
    if (mailbox.person === question.person) return yes('own')
    return state.law.people.has(mailbox.person) ? mayByGrant(state, question, mailbox.person) : no('unknown-mailbox')
  }
  const shared = state.law.mailboxes.get(mailbox.id)
  if (shared === undefined || shared.ended !== null) return no('unknown-mailbox')
  if (memberActs(state.law, mailbox.id, question.person).includes(act)) return yes('member')
  const granted = mayByGrant(state, question, mailbox.id)
  return !granted.allowed && granted.because === 'no-grant' ? no('not-a-member') : granted
}

/** Any one grant will do; if none does, the reason of the one that came closest. */
function mayByGrant(state: PracticeState, question: MailQuestion, mailbox: string): Answer {
  let closest: Refusal = 'no-grant'
  for (const id of state.law.grantsOn.get(`${question.person} ${mailbox}`) ?? []) {
    const entry = state.law.grants.get(id)
    if (entry === undefined || entry.withdrawn !== null || !entry.grant.acts.includes(question.act)) continue
    const because = timeObstacle(entry.grant, question) ?? grantObstacle(state.law, entry.grant) ?? messageObstacle(state, entry.grant, question)
    if (because === null) return { allowed: true, by: 'grant', grant: id, onBehalfOf: entry.grant.giver }
    if (closeness(because) > closeness(closest)) closest = because
  }
  return no(closest)
}

/** FM-07: begins and ends by itself; a clock that cannot be trusted opens nothing. It ends by this computer's clock, and begins by a server's. */
function timeObstacle({ from, until }: Grant, { at, least }: Question): Refusal | null {
  if (at === 'unknown') return 'time-unknown'
  if (at < from) return 'not-yet'
  if (until !== null && at >= until) return 'over'
  return hasBegun(from, { at, least }) ? null : 'time-unknown'
}

/** Whether it is that late by the word of a server as well: a clock that was set forward begins nothing. */
const hasBegun = (from: number, { at, least }: { readonly at: number; readonly least: number | undefined }): boolean => (least ?? at) >= from

/** Whether something of this person begins, or would have begun, by this computer's clock alone: then a server is asked what time it is. */
export function waitsForTime({ law }: Pick<PracticeState, 'law'>, { person, at, least }: { readonly person: string; readonly at: number; readonly least: number }): boolean {
  const waits = ({ from, until }: { readonly from: number; readonly until: number | null }): boolean => from <= at && !hasBegun(from, { at, least }) && (until === null || at < until)
  const own = law.people.get(person)?.person
  if (own !== undefined && own.until !== null && waits(own)) return true
  return (law.grantsTo.get(person) ?? []).some((id) => {
    const entry = law.grants.get(id)
    return entry?.withdrawn === null && waits(entry.grant)
  })
}

/** FM-08 before all others: nobody is told how old a private message is. Then FM-06. */
function messageObstacle({ law, work }: PracticeState, grant: Grant, { message, at }: MailQuestion): Refusal | null {
  if (message === null) return null
  if (message.isPrivate) return 'private'
  if (message.mine) return null
  if (grant.maxAgeDays !== null && (at === 'unknown' || at - message.receivedAt >= grant.maxAgeDays * DAY_MS)) return 'too-old'
  if (!grant.careEpisodeOnly) return null
  const giver = law.people.get(grant.giver)
  const isCurrent = message.patient !== null && giver?.person.clinician === true && work.episodes.get(grant.giver)?.get(message.patient)?.current === true
  return isCurrent ? null : 'no-episode'
}

/** What is worth telling: a limit of the message before one of time, and both before a grant that the rules do not allow now. */
const TOLD: readonly Refusal[] = ['no-grant', 'over', 'not-yet', 'time-unknown', 'too-old', 'no-episode', 'private']
function closeness(because: Refusal): number {
  const place = TOLD.indexOf(because)
  return place === -1 ? 0.5 : place
}
