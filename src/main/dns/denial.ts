import { DNS_DENIAL_SETS } from './limits.ts'
import { isSame, type Name } from './name.ts'
import { denyByNsec, nsecAllowsWildcard, readNsec, unproven, type Denial, type Nsec } from './nsec.ts'
import { denyByNsec3, nsec3AllowsWildcard, readNsec3, type Nsec3 } from './nsec3.ts'
import type { RrSet } from './rrset.ts'
import { verifySet, type Work, type Zone } from './verify.ts'

const [typeNsec, typeNsec3] = [47, 50]

const isDenialSet = ({ type }: RrSet): boolean => type === typeNsec || type === typeNsec3

/** Who signed the proofs in an authority section: the zones that deny. */
export function denyingZones(authorities: readonly RrSet[]): Name[] {
  const signers = authorities.filter(isDenialSet).flatMap(({ signatures }) => signatures.map(({ signer }) => signer))
  return signers.filter((signer, index) => signers.findIndex((other) => isSame(other, signer)) === index)
}

type Proofs = { nsec: Nsec[]; nsec3: Nsec3[]; ttlSeconds: number }
type Task = { readonly zone: Zone; readonly at: number; readonly work: Work }

/** The proofs that this zone signed itself. One that stands for a wildcard is another name's, shown under this one. */
function verifiedProofs(authorities: readonly RrSet[], { zone, at, work }: Task): Proofs {
  const proofs: Proofs = { nsec: [], nsec3: [], ttlSeconds: Infinity }
  for (const set of authorities.filter(isDenialSet).slice(0, DNS_DENIAL_SETS)) {
    const verified = verifySet(set, zone, { at, work })
    const [data] = set.data
    if (verified.kind === 'invalid' || verified.wildcardOf !== null || data === undefined || set.data.length > 1) continue
    proofs.ttlSeconds = Math.min(proofs.ttlSeconds, verified.ttlSeconds)
    const nsec = set.type === typeNsec ? readNsec(set.name, data, zone.name) : null
    const nsec3 = set.type === typeNsec3 ? readNsec3(set.name, data, zone.name) : null
    if (nsec !== null) proofs.nsec.push(nsec)
    if (nsec3 !== null) proofs.nsec3.push(nsec3)
  }
  return proofs
}

export type TimedDenial = { readonly denial: Denial; readonly ttlSeconds: number }

/** What is asked of the proofs. */
export type Denied = Task & { readonly name: Name; readonly type: number }

/** Whether the authority section proves, by this zone's signatures, that the name lacks the type or does not exist. */
export function denied(authorities: readonly RrSet[], task: Denied): TimedDenial {
  const { nsec, nsec3, ttlSeconds } = verifiedProofs(authorities, task)
  const byNsec = denyByNsec(task.name, task.type, nsec)
  const denial = byNsec.kind === 'proven' ? byNsec : denyByNsec3({ ...task, zone: task.zone.name }, nsec3)
  return { denial, ttlSeconds }
}

/** Whether it proves that no closer name than the wildcard below `encloser` exists. */
export function wildcardAllowed(authorities: readonly RrSet[], encloser: Name, task: Denied): TimedDenial {
  const { nsec, nsec3, ttlSeconds } = verifiedProofs(authorities, task)
  if (nsecAllowsWildcard(task.name, encloser, nsec)) {
    return { denial: { kind: 'proven', outcome: 'no-data', isDelegation: false, isOpen: false }, ttlSeconds }
  }
  const denial = nsec3.length === 0 ? unproven : nsec3AllowsWildcard({ ...task, zone: task.zone.name }, encloser, nsec3)
  return { denial, ttlSeconds }
}
