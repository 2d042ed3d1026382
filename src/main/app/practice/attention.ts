import type { Handlers } from '../../../shared/contract/contract.ts'
import type { Attention } from '../../../shared/contract/attention.ts'
import { done } from '../../../shared/contract/declare.ts'
import type { NotAdmitted } from '../../practice/joining/admission.ts'
import type { JoinRequest } from '../../practice/joining/join-request.ts'
import { passwordsToChange } from '../../practice/joining/lost-device.ts'
import type { Session } from '../session.ts'
import { refusedLogins } from './mailbox-passwords.ts'
import { judgedRequests } from './joining-operations.ts'
import { withMember } from './people-operations.ts'
import type { Member } from './room.ts'

export type AttentionHandlers = Pick<Handlers, 'practice.attention'>

export const attentionOperations = (current: () => Session): AttentionHandlers => ({
  'practice.attention': () => withMember(current().practice, (member) => done(attentionOf(current(), member))),
})

/** What a person has to do something about, though nothing in the register is wrong. */
export function attentionOf(session: Session, member: Member): Attention[] {
  const { me } = member
  return me.roles.has('beheerder') ? [...refusedPasswords(session, member), ...passwords(member), ...requests(session, member), ...onServer(session)] : onServer(session)
}

const refusedPasswords = (session: Session, { state: { law } }: Member): Attention[] =>
  refusedLogins(session).map((id) => ({ kind: 'password-refused', mailbox: law.mailboxes.get(id)?.mailbox.name ?? '' }))

const passwords = ({ state: { law }, at }: Member): Attention[] => passwordsToChange(law, at).map(({ mailbox, devices }) => ({
  kind: 'password-to-change', mailbox: law.mailboxes.get(mailbox)?.mailbox.name ?? '',
  workstations: devices.flatMap((id) => {
    const entry = law.devices.get(id)
    return entry === undefined ? [] : [`${entry.device.label} (${law.people.get(entry.person)?.person.name ?? ''})`]
  }),
}))

function requests(session: Session, member: Member): Attention[] {
  const found = judgedRequests(session, member).flatMap(({ request, judged }) => (judged.kind === 'refused' ? [refusedRequest(member, request, judged.because)] : []))
  return [...found, ...session.practice.crowdedOutRequests().map((request) => refusedRequest(member, request, 'too-many'))]
}

function refusedRequest({ state: { law } }: Member, request: JoinRequest, because: NotAdmitted | 'too-many'): Attention {
  const invited = law.invitations.get(request.invitation)?.invitation.person
  const name = invited === undefined ? null : law.people.get(invited)?.person.name ?? null
  return { kind: 'request-refused', id: request.hash, label: request.device.label, name, askedAt: request.at, because }
}

/** What came of bringing the server's rights in line with the register. */
function onServer({ practice }: Session): Attention[] {
  const found = practice.serverRights()
  if (found === null) return []
  return [
    ...(found.hasAcl ? [] : [{ kind: 'no-acl' as const }]),
    ...outermost(found.others).map(({ path, who, kind }): Attention => ({ kind: 'other-reader', path, who, isEverybody: kind === 'everybody' })),
    ...outermost(found.notOurs.map((path) => ({ path, who: '' }))).map(({ path }): Attention => ({ kind: 'rights-not-ours', path })),
  ]
}

/** What holds for a folder and for all below it is said once. */
const outermost = <Found extends { readonly path: string; readonly who: string }>(all: readonly Found[]): Found[] =>
  all.filter(({ path, who }) => !all.some((other) => other.who === who && other.path !== path && path.startsWith(other.path) && /^[./]/.test(path.slice(other.path.length))))
