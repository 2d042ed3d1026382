import { DNS_KEYS_PER_TAG, DNS_SIGNATURE_TRIES, DNS_TTL_MAX_S } from './limits.ts'
import type { BogusReason } from './look-up.ts'
import { isSame, isWithin, nameWire, topOf, type Name } from './name.ts'
import type { RrSet, Signature } from './rrset.ts'
import type { ZoneKey } from './zone-key.ts'

export type Zone = { readonly name: Name; readonly keys: readonly ZoneKey[] }

/** How much may still be spent on one question; shared by all that its answer holds (CVE-2023-50387). */
export type Work = { signatures: number; hashRounds: number }

export type Verified =
  | {
    readonly kind: 'valid'
    /** At most what was signed and as long as the signature lives. */
    readonly ttlSeconds: number
    /** The records stood under a wildcard right below this name: there must be proof that no closer name exists. */
    readonly wildcardOf: Name | null
  }
  | { readonly kind: 'invalid'; readonly why: BogusReason }

type Claim = { readonly set: RrSet; readonly signature: Signature; readonly at: number }

/** Seconds of 32 bits that wrap (RFC 1982), so that signatures live on after 2106. */
const isNotAfter = (one: number, other: number): boolean => ((other - one) | 0) >= 0

const labelsOf = (name: Name): number => (name[0] === '*' ? name.length - 1 : name.length)

/** RFC 4035 section 5.3.1, all but the signature itself. */
function timeProblem({ signature }: Claim, seconds: number): BogusReason | null {
  if (!isNotAfter(signature.inception, seconds)) return 'not-yet-valid'
  return isNotAfter(seconds, signature.expiration) ? null : 'expired'
}

/** Records of a set sorted as bytes, each once (RFC 4034 section 6.3). */
function sortedData(data: readonly Uint8Array[]): Uint8Array[] {
  const sorted = data.toSorted((one, other) => Buffer.compare(one, other))
  return sorted.filter((one, index) => index === 0 || Buffer.compare(one, sorted[index - 1] ?? one) !== 0)
}

/** What was signed (RFC 4034 section 3.1.8.1); records that a wildcard gave are signed under its own name. */
function signedBytes({ set, signature }: Claim): Buffer {
  const isExpanded = signature.labels < labelsOf(set.name)
  const owner = nameWire(isExpanded ? ['*', ...topOf(set.name, signature.labels)] : set.name)
  const parts: Uint8Array[] = [signature.head]
  for (const data of sortedData(set.data)) {
    const fixed = Buffer.alloc(10)
    fixed.writeUInt16BE(set.type, 0)
    fixed.writeUInt16BE(1, 2)
    fixed.writeUInt32BE(signature.originalTtl, 4)
    fixed.writeUInt16BE(data.length, 8)
    parts.push(owner, fixed, data)
  }
  return Buffer.concat(parts)
}

function verified({ set, signature, at }: Claim): Verified {
  const left = (signature.expiration - Math.floor(at / 1000)) | 0
  const ttlSeconds = Math.max(0, Math.min(set.ttl, signature.originalTtl, left, DNS_TTL_MAX_S))
  const isExpanded = signature.labels < labelsOf(set.name)
  return { kind: 'valid', ttlSeconds, wildcardOf: isExpanded ? topOf(set.name, signature.labels) : null }
}

const keysFor = ({ keys }: Zone, { keyTag, algorithm }: Signature): readonly ZoneKey[] =>
  keys.filter((key) => key.tag === keyTag && key.algorithm === algorithm).slice(0, DNS_KEYS_PER_TAG)

/**
 * Whether the zone's keys prove this set at this moment (RFC 4035 section 5.3). One good signature is enough (RFC 6840
 * section 5.11); tries are bounded, as colliding key tags would otherwise buy an attacker hours of our time.
 */
export function verifySet(set: RrSet, zone: Zone, { at, work }: { at: number; work: Work }): Verified {
  const seconds = Math.floor(at / 1000) | 0
  let why: BogusReason = 'no-signature'
  let tries = DNS_SIGNATURE_TRIES
  if (!isWithin(set.name, zone.name)) return { kind: 'invalid', why }
  for (const signature of set.signatures) {
    if (!isSame(signature.signer, zone.name) || signature.labels > labelsOf(set.name)) continue
    const claim = { set, signature, at }
    const late = timeProblem(claim, seconds)
    if (late !== null) {
      why = late
      continue
    }
    for (const key of keysFor(zone, signature)) {
      if (tries === 0 || work.signatures === 0) return { kind: 'invalid', why: 'too-much-work' }
      tries -= 1
      work.signatures -= 1
      if (key.verifies(signedBytes(claim), signature.signature)) return verified(claim)
    }
    why = 'bad-signature'
  }
  return { kind: 'invalid', why }
}
