import type { BodyOf } from '../../../shared/practice/event.ts'
import type { Law } from '../../../shared/practice/law.ts'
import type { Person } from '../../../shared/practice/person.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import type { JoinRequest } from './join-request.ts'
import { proofHash } from './proof.ts'
import { sixWords } from './six-words.ts'

/** What a manager decides with. `at`: practice time; unknown where the clock cannot be trusted. */
export interface Desk {
  readonly law: Pick<Law, 'invitations' | 'devices' | 'people'>
  /** Hash of the founding event. */
  readonly root: string
  readonly at: number | 'unknown'
  readonly words: readonly string[]
}

export type NotAdmitted =
  /** Made for another practice. */
  | 'other-practice'
  /** Nobody was invited under this name, or its event is not here yet. */
  | 'unknown-invitation'
  /** Whoever asks does not have the invitation's secret. */
  | 'wrong-secret'
  | 'withdrawn'
  | 'expired'
  /** A grant of time cannot be judged without knowing the time. */
  | 'time-unknown'
  /** Another workstation was let in with it. */
  | 'used'
  /** The person has left, or was never added and is not in the invitation. */
  | 'no-such-person'
  /** The workstation was part of the practice and was taken out: it needs new keys. */
  | 'revoked-keys'

export type Judged =
  /** To be confirmed by a person who hears the same six words from the newcomer. */
  | { readonly kind: 'asks'; readonly person: string; readonly words: readonly string[]; /** Others ask with the same invitation: somebody has read it along. */ readonly contested: boolean }
  /** Done already. */
  | { readonly kind: 'member' }
  | { readonly kind: 'refused'; readonly because: NotAdmitted }

/** What a request is worth, among the others that lie in the folder. Its signatures were checked when it was read. */
export function judgeRequest({ law, root, at, words }: Desk, request: JoinRequest, others: readonly JoinRequest[]): Judged {
  const standing = standingOf({ law, root }, request)
  if (standing.kind !== 'invited') return standing
  const { person, until } = standing
  if (at === 'unknown') return refused('time-unknown')
  if (until <= at) return refused('expired')
  if (law.people.get(person)?.ended !== null) return refused('no-such-person')
  const { signKey, sealKey } = request.device
  const contested = others.some((other) => other.invitation === request.invitation && other.proofKey === request.proofKey && other.device.id !== request.device.id)
  return { kind: 'asks', person, contested, words: sixWords(words, { root, signKey, sealKey, proofKey: request.proofKey }) }
}

/** What a request is worth at whatever time: `invited` has the secret of an invitation that nobody used or withdrew. */
export type Standing = { readonly kind: 'invited'; readonly person: string; readonly until: number } | Exclude<Judged, { kind: 'asks' }>

/** By what the register says of the one who asks. */
export function standingOf({ law, root }: Pick<Desk, 'law' | 'root'>, request: JoinRequest): Standing {
  if (request.practice !== root) return refused('other-practice')
  const entry = law.devices.get(request.device.id)
  if (entry?.revoked != null) return refused('revoked-keys')
  if (entry !== undefined) return { kind: 'member' }
  const invited = law.invitations.get(request.invitation)
  if (invited === undefined) return refused('unknown-invitation')
  if (proofHash(request.proofKey) !== invited.invitation.proofHash) return refused('wrong-secret')
  if (invited.withdrawn !== null) return refused('withdrawn')
  if (invited.usedBy !== null) return refused('used')
  return { kind: 'invited', person: invited.invitation.person, until: invited.invitation.until }
}

const refused = (because: NotAdmitted): Extract<Judged, { kind: 'refused' }> => ({ kind: 'refused', because })

/** What the manager's client writes, in this order, before it gives out an invitation. The person may be there already. */
export type InvitingEvent =
  | { readonly kind: 'person-added'; readonly body: BodyOf<'person-added'> }
  | { readonly kind: 'invitation-given'; readonly body: BodyOf<'invitation-given'> }

export function invitingEvents(law: Pick<Law, 'people'>, person: Person, given: BodyOf<'invitation-given'>['invitation']): readonly InvitingEvent[] {
  const isKnown = law.people.get(person.id)?.ended === null
  return [...(isKnown ? [] : [{ kind: 'person-added' as const, body: { person } }]), { kind: 'invitation-given', body: { invitation: given } }]
}

/** What the manager's client writes once the words were compared. `reference`: the practice's reference key, sealed for the new workstation. */
export const admittingBody = (request: JoinRequest, person: string, reference: Sealed): BodyOf<'device-added'> =>
  ({ person, device: request.device, invitation: request.invitation, reference })
