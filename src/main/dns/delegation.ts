import { DNS_KEYS_PER_TAG, DNS_WORK } from './limits.ts'
import { denied, denyingZones, wildcardAllowed, type Denied } from './denial.ts'
import type { BogusReason, UnreachableReason } from './look-up.ts'
import { isBelow, isSame, isWithin, type Name } from './name.ts'
import type { Reply } from './reply.ts'
import { rrsetsOf, type RrSet } from './rrset.ts'
import { verifySet, type Work, type Zone } from './verify.ts'
import { isDelegatedTo, isSupportedDelegation, readDelegation, readZoneKey, type Delegation, type ZoneKey } from './zone-key.ts'

/** What the chain of trust says of a name: which signed zone it is in, or why that can't be said. */
export type Standing =
  | ({ readonly kind: 'zone' } & Zone)
  | { readonly kind: 'insecure' }
  | { readonly kind: 'bogus'; readonly why: BogusReason }
  | { readonly kind: 'unreachable'; readonly why: UnreachableReason }

/** How long a standing may be relied upon; failures have a time of their own. */
export type Timed = { readonly standing: Standing; readonly ttlSeconds: number }

const [typeCname, typeDname, typeDs, typeDnskey] = [5, 39, 43, 48]

export const freshWork = (): Work => ({ ...DNS_WORK })

const timed = (standing: Standing, ttlSeconds: number): Timed => ({ standing, ttlSeconds })
const bogus = (why: BogusReason): Timed => ({ standing: { kind: 'bogus', why }, ttlSeconds: 0 })

const setOf = (sets: readonly RrSet[], name: Name, type: number): RrSet | undefined =>
  sets.find((set) => set.type === type && isSame(set.name, name))

/** Delegations looked at: a zone has one or two, and twice as many while its key changes. */
const mostDelegations = 16

/** Keys that the parent or the anchor names. */
const entryKeys = (name: Name, keys: readonly ZoneKey[], vouched: readonly Delegation[]): ZoneKey[] => {
  const named = vouched.slice(0, mostDelegations).flatMap((delegation) =>
    keys.filter(({ tag }) => tag === delegation.keyTag).slice(0, DNS_KEYS_PER_TAG).filter((key) => isDelegatedTo(key, delegation, name)))
  return [...new Set(named)]
}

type Vouched = { readonly vouched: readonly Delegation[]; readonly isAnchor: boolean; readonly at: number }

/** A zone with the keys that it publishes, when one that is vouched for signed them (RFC 4035 section 5.2). */
export function zoneBehind(name: Name, reply: Reply, { vouched, isAnchor, at }: Vouched): Timed {
  if (reply.kind !== 'message') return timed(reply, 0)
  const set = setOf(rrsetsOf(reply.message.answers), name, typeDnskey)
  if (set === undefined || set.signatures.length === 0) return bogus(isAnchor ? 'resolver-without-dnssec' : 'no-signature')
  const keys = set.data.map(readZoneKey).filter((key) => key !== null)
  const entries = entryKeys(name, keys, vouched)
  if (entries.length === 0) return bogus('no-trusted-key')
  const verified = verifySet(set, { name, keys: entries }, { at, work: freshWork() })
  if (verified.kind === 'invalid') return bogus(isAnchor && isOfTime(verified.why) ? 'anchor-out-of-time' : verified.why)
  return verified.wildcardOf === null ? timed({ kind: 'zone', name, keys }, verified.ttlSeconds) : bogus('bad-signature')
}

const isOfTime = (why: BogusReason): boolean => why === 'expired' || why === 'not-yet-valid'

export type Step =
  /** The parent vouches for keys of the child; they are still to be asked for. */
  | { readonly kind: 'delegation'; readonly vouched: readonly Delegation[]; readonly ttlSeconds: number }
  | ({ readonly kind: 'standing' } & Timed)

const settled = (step: Timed): Step => ({ kind: 'standing', ...step })

/** What a parent's answer about the DS of a name proves: a signed child, an unsigned one, or no cut here (RFC 4035 section 5.2). */
export function stepDown(name: Name, parent: Zone, { reply, at }: { reply: Reply; at: number }): Step {
  if (reply.kind !== 'message') return settled(timed(reply, 0))
  const answers = rrsetsOf(reply.message.answers)
  const task = { at, work: freshWork() }
  const set = setOf(answers, name, typeDs)
  if (set !== undefined) {
    const verified = verifySet(set, parent, task)
    if (verified.kind === 'invalid') return settled(bogus(verified.why))
    if (verified.wildcardOf !== null) return settled(bogus('bad-signature'))
    const vouched = set.data.map(readDelegation).filter((delegation) => delegation !== null).filter(isSupportedDelegation)
    return vouched.length === 0 ? settled(timed({ kind: 'insecure' }, verified.ttlSeconds)) : { kind: 'delegation', vouched, ttlSeconds: verified.ttlSeconds }
  }
  const alias = answers.find(({ type, name: owner }) =>
    (type === typeCname && isSame(owner, name)) || (type === typeDname && isBelow(name, owner) && isWithin(owner, parent.name)))
  const authorities = rrsetsOf(reply.message.authorities)
  const redirected = alias && verifySet(alias, parent, task)
  // An alias is never the top of a zone: the name lies in its parent's.
  if (alias !== undefined && redirected?.kind === 'valid' && isRightlyThere(redirected.wildcardOf, authorities, { ...task, name: alias.name, type: typeDs, zone: parent })) {
    return settled(timed({ kind: 'zone', ...parent }, redirected.ttlSeconds))
  }
  return settled(withoutDelegation(name, parent, { authorities, at }))
}

/** By itself, or by a wildcard where no closer name exists. */
const isRightlyThere = (wildcardOf: Name | null, authorities: readonly RrSet[], task: Denied): boolean =>
  wildcardOf === null || wildcardAllowed(authorities, wildcardOf, task).denial.kind === 'proven'

function withoutDelegation(name: Name, parent: Zone, { authorities, at }: { authorities: readonly RrSet[]; at: number }): Timed {
  const { denial, ttlSeconds } = denied(authorities, { name, type: typeDs, zone: parent, at, work: freshWork() })
  if (denial.kind === 'too-much-work') return bogus(denial.kind)
  if (denial.kind === 'unproven') return bogus(denyingZones(authorities).length === 0 ? 'no-signature' : 'no-denial')
  return timed(denial.isDelegation || denial.isOpen ? { kind: 'insecure' } : { kind: 'zone', ...parent }, ttlSeconds)
}
