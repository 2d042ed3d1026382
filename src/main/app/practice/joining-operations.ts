import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'
import type { HandlerOutcome, Handlers, OutputOf, ParsedInputOf } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import type { Person } from '../../../shared/practice/person.ts'
import { readCaFile } from '../../accounts/ca-file.ts'
import type { Account } from '../../accounts/accounts.ts'
import type { AccountConnection } from '../../imap/face.ts'
import { admittingBody, invitingEvents, judgeRequest, type Judged } from '../../practice/joining/admission.ts'
import { makeInvitation, isInvitedTo, type OpenedInvitation } from '../../practice/joining/invitation.ts'
import { makeJoinRequest, type JoinRequest } from '../../practice/joining/join-request.ts'
import { readWordList, sixWords } from '../../practice/joining/six-words.ts'
import { createDeviceKeys, forgetDeviceKeys } from '../../practice/register/device-keys.ts'
import { findRegister } from '../../practice/rights/find-register.ts'
import { letMembersIn } from '../../practice/rights/register-folder.ts'
import { onServer } from '../../practice/rights/on-server.ts'
import { inTransaction } from '../../store/store.ts'
import { record } from '../journal.ts'
import type { Session } from '../session.ts'
import { connectionOf } from './connection.ts'
import { deadline, withRegister } from './on-register.ts'
import { firstFounding, putFounding } from './founding.ts'
import { opening } from './invitation-operations.ts'
import { withMember } from './people-operations.ts'
import type { Joining, Member } from './room.ts'

type Names = 'state' | 'requests' | 'found' | 'invite' | 'join' | 'stopJoining' | 'admit' | 'turnDown'
export type JoiningHandlers = Pick<Handlers, `practice.${Names}`>

const DAY_MS = 24 * 60 * 60_000

const words = readWordList(path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../../resources/words/nl.txt' : '../../resources/words/nl.txt'))

/** From no practice to a practice: founding it, inviting, asking and letting in. */
export function joiningOperations(current: () => Session): JoiningHandlers {
  return {
    'practice.state': () => done(summaryOf(current())),
    'practice.found': (input) => found(current(), input),
    'practice.invite': (input) => invite(current(), input),
    'practice.join': (input) => join(current(), input),
    'practice.stopJoining': async () => {
      const { practice } = current()
      const left = practice.home()?.stage === 'joining' ? await practice.leave('stopped-asking') : { ok: true as const }
      return left.ok ? done({}) : refused(left.fail)
    },
    'practice.requests': () => withMember(current().practice, (member) => done(requestsOf(current(), member))),
    'practice.admit': ({ id }) => withMember(current().practice, (member) => admit(current(), member, id)),
    'practice.turnDown': ({ id }) => withMember(current().practice, () => {
      const { practice } = current()
      if (![...practice.requests(), ...practice.crowdedOutRequests()].some(({ hash }) => hash === id)) return refused('no-such-request')
      inTransaction(current().db, () => {
        practice.dropRequest(id)
        record(current().journal, { class: 'E9', outcome: 'refused', reason: 'turned-down', detail: { change: 'device-asked' } })
      })
      current().changes.touch(['practice', 'journal'])
      return done({})
    }),
  }
}

function summaryOf(session: Session): OutputOf<'practice.state'> {
  const { practice } = session
  const home = practice.home()
  if (home === null) return { kind: 'none' }
  const joining = practice.joining()
  if (joining !== null) return { kind: 'asking', practice: home.name, words: [...joining.words], until: joining.until }
  const member = practice.member()
  if (member === null) return home.stage === 'ended' ? { kind: 'ended', name: home.name, because: home.endedBecause ?? 'ended', waits: practice.isLeaving() } : { kind: 'none' }
  const line = practice.line()
  const { me, state, device, at } = member
  return {
    kind: 'member', name: state.law.name, me: me.person, device: device.id, roles: [...me.roles.keys()], privateAgreed: me.privateAgreed !== null, line: { kind: line?.kind ?? 'connecting', waiting: practice.waiting() },
    time: at === 'unknown' ? 'unknown' : 'known', requests: me.roles.has('beheerder') ? requestsOf(session, member).length : 0, problems: me.roles.has('beheerder') ? practice.problems().length : 0,
    unkept: practice.unkept(),
  }
}

async function found(session: Session, { accountId, name, person: typed, members }: ParsedInputOf<'practice.found'>): Promise<HandlerOutcome<'practice.found'>> {
  const { practice } = session
  if (practice.home() !== null) return refused('already-member')
  const connection = await connectionOf(session.accounts, accountId)
  if (connection === null) return refused('no-account')
  const keys = createDeviceKeys(session.db, hostname())
  const person: Person = { ...typed, id: `p-${randomUUID()}` }
  const event = practice.foundingEvent(keys, { name, person })
  const put = await onServer(connection, deadline(), (server) => putFounding(server, { connection, members, event, from: connection.address }))
  switch (put.kind) {
    case 'problem': return refused('offline')
    case 'already-founded': case 'cannot-share': case 'no-right': return refused(put.kind)
    case 'founded': {
      const kept = practice.becomeFounder({ accountId, folder: put.folder.path, name, event: put.event, unkept: put.folder.unkept })
      return kept.ok ? done({}) : refused(kept.fail)
    }
  }
}

async function invite(session: Session, { id, days }: ParsedInputOf<'practice.invite'>): Promise<HandlerOutcome<'practice.invite'>> {
  const { practice } = session
  const [member, home] = [practice.member(), practice.home()]
  if (member === null || home?.root == null) return refused('not-member')
  const entry = member.state.law.people.get(id)
  const account = session.accounts.get(home.accountId)
  if (entry === undefined || entry.ended !== null) return refused('no-such-person')
  if (account === null || member.at === 'unknown') return refused('not-allowed')
  const until = member.at + days * DAY_MS
  const { name, function: work, address } = entry.person
  const made = makeInvitation({
    practice: { name: member.state.law.name, root: home.root }, person: { id, name, function: work, address }, account: await invitedAccount(account, address), register: { folder: home.folder },
  }, until)
  // A new invitation makes the ones before it worthless.
  const before = [...member.state.law.invitations.values()].filter(({ invitation, withdrawn, usedBy }) => invitation.person === id && withdrawn === null && usedBy === null)
  const withdrawals = before.map(({ invitation }) => ({ kind: 'invitation-withdrawn' as const, body: { invitation: invitation.id } }))
  const said = practice.say([...withdrawals, ...invitingEvents(member.state.law, entry.person, made.given)], { class: 'E9', detail: { change: 'invited', address, endsAt: until } })
  if (!said.ok) return refused(said.fail)
  session.changes.touch(['practice', 'journal'])
  // Where the server does not let them in now, their workstation says so, and asks again.
  await withRegister(session, (server) => letMembersIn(server, home.folder, [address]))
  return done({ code: made.code, file: made.file, until })
}

const invitedAccount = async ({ imap, smtp, auth, caFile }: Account, user: string) => {
  const ca = await readCaFile(caFile)
  return { imap, smtp, user, auth, ca: ca.kind === 'unreadable' ? null : ca.pem }
}

async function join(session: Session, { code, accountId, label }: ParsedInputOf<'practice.join'>): Promise<HandlerOutcome<'practice.join'>> {
  const { practice } = session
  if (practice.home() !== null && practice.home()?.stage !== 'ended') return refused('already-member')
  const opened = opening(code, practice.time())
  if ('fail' in opened) return opened
  // Whoever was put out comes back like anybody new.
  const left = practice.home() === null ? { ok: true as const } : await practice.leave('left')
  if (!left.ok) return refused(left.fail)
  const connection = await connectionOf(session.accounts, accountId)
  if (connection === null) return refused('no-account')
  const place = await placeOf(connection, opened)
  if (place.kind !== 'found') return refused(place.kind)
  // Keys of a founding that came to nothing have another name.
  forgetDeviceKeys(session.db)
  const keys = createDeviceKeys(session.db, label)
  const request = makeJoinRequest({ invitation: opened, root: place.root, device: keys.device, sign: keys.sign, at: Date.now() })
  const { signKey, sealKey } = keys.device
  const joining: Joining = {
    hash: request.hash, body: Buffer.from(request.body).toString('base64'), until: opened.until,
    words: sixWords(words, { root: place.root, signKey, sealKey, proofKey: opened.proof.key }),
  }
  const kept = practice.becomeAsking({ accountId, folder: place.folder, name: opened.details?.practice.name ?? '', root: place.root, joining })
  return kept.ok ? done({}) : refused(kept.fail)
}

type Place = { kind: 'found'; folder: string; root: string } | { kind: 'not-visible' | 'other-practice' | 'offline' }

async function placeOf(connection: AccountConnection, invitation: OpenedInvitation): Promise<Place> {
  const found = await onServer(connection, deadline(), async (server): Promise<Place> => {
    const register = await findRegister(server, invitation.root)
    if (register.kind !== 'found') return { kind: register.kind }
    const first = await firstFounding(server, connection, register.folder)
    return first !== null && isInvitedTo(invitation, first.checked.hash) ? { kind: 'found', folder: register.folder, root: first.checked.hash } : { kind: 'other-practice' }
  })
  return found.kind === 'problem' ? { kind: 'offline' } : found
}

type Asks = Extract<Judged, { kind: 'asks' }>

/** Every request that lies in the folder, and what it is worth. */
export function judgedRequests({ practice }: Session, { state, at }: Member): { readonly request: JoinRequest; readonly judged: Judged }[] {
  const root = practice.home()?.root ?? ''
  const all = practice.requests()
  return all.map((request) => ({ request, judged: judgeRequest({ law: state.law, root, at, words }, request, all) }))
}

/** Those that a manager can decide about. */
const askedOf = (session: Session, member: Member): (Asks & { readonly request: JoinRequest })[] =>
  judgedRequests(session, member).flatMap(({ request, judged }) => (judged.kind === 'asks' ? [{ request, ...judged }] : []))

const requestsOf = (session: Session, member: Member): OutputOf<'practice.requests'> => askedOf(session, member).map(({ request, person, words: theirs, contested }) => ({
  id: request.hash, name: member.state.law.people.get(person)?.person.name ?? '', label: request.device.label, words: [...theirs], askedAt: request.at, contested,
}))

function admit(session: Session, member: Member, id: string): HandlerOutcome<'practice.admit'> {
  const { practice } = session
  const asked = askedOf(session, member).find(({ request }) => request.hash === id)
  if (asked === undefined) return refused('no-such-request')
  const reference = practice.referenceFor(asked.request.device)
  if (reference === null) return refused('not-allowed')
  const said = practice.say([{ kind: 'device-added', body: admittingBody(asked.request, asked.person, reference) }], { class: 'E9', detail: { change: 'device-added', ...addressOf(member, asked.person) } })
  if (!said.ok) return refused(said.fail)
  practice.dropRequest(id)
  session.changes.touch(['practice', 'journal'])
  return done({})
}

const addressOf = ({ state }: Member, person: string): { address?: string } => {
  const address = state.law.people.get(person)?.person.address
  return address === undefined ? {} : { address }
}
