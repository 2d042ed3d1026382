import { createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { DNS_RSA_BITS } from './limits.ts'
import { nameWire, type Name } from './name.ts'

/** A key of a zone (DNSKEY, RFC 4034 section 2) that may sign its records. */
export type ZoneKey = {
  readonly tag: number
  readonly algorithm: number
  readonly data: Uint8Array
  /** False for a wrong signature and for a key that is no key. */
  readonly verifies: (signed: Uint8Array, signature: Uint8Array) => boolean
}

type Algorithm = { readonly hash: string | null; readonly jwk: (key: Uint8Array) => JsonWebKey | null }

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const curve = (crv: string, size: number) => (key: Uint8Array): JsonWebKey | null =>
  key.length === 2 * size ? { kty: 'EC', crv, x: base64url(key.subarray(0, size)), y: base64url(key.subarray(size)) } : null

const edwards = (crv: string, size: number) => (key: Uint8Array): JsonWebKey | null =>
  key.length === size ? { kty: 'OKP', crv, x: base64url(key) } : null

const withoutZeros = (bytes: Uint8Array): Uint8Array => bytes.subarray(Math.max(0, bytes.findIndex((byte) => byte !== 0)))

/** RFC 3110 section 2. Exponents over 64 bits and giant moduli exist only to keep a verifier busy. */
function rsa(key: Uint8Array): JsonWebKey | null {
  const [start, size] = key[0] === 0 ? [3, (key[1] ?? 0) << 8 | (key[2] ?? 0)] : [1, key[0] ?? 0]
  const exponent = withoutZeros(key.subarray(start, start + size))
  const modulus = withoutZeros(key.subarray(start + size))
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  if (exponent.length === 0 || exponent.length > 8 || bits < DNS_RSA_BITS.least || bits > DNS_RSA_BITS.most) return null
  return { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) }
}

/**
 * RFC 8624 section 3.1. SHA-1 (5 and 7) is left out: collisions can be made for it, and RFC 9905 section 2 has validators
 * treat it as unknown. A zone with only such keys counts as unsigned (RFC 4035 section 5.2).
 */
const algorithms: ReadonlyMap<number, Algorithm> = new Map([
  [8, { hash: 'sha256', jwk: rsa }],
  [10, { hash: 'sha512', jwk: rsa }],
  [13, { hash: 'sha256', jwk: curve('P-256', 32) }],
  [14, { hash: 'sha384', jwk: curve('P-384', 48) }],
  [15, { hash: null, jwk: edwards('Ed25519', 32) }],
  [16, { hash: null, jwk: edwards('Ed448', 57) }],
])

export const isSupportedAlgorithm = (algorithm: number): boolean => algorithms.has(algorithm)

/** RFC 8624 section 3.3; SHA-1 (1) is left out for the same reason. */
const digests: ReadonlyMap<number, string> = new Map([[2, 'sha256'], [4, 'sha384']])

export type Delegation = { readonly keyTag: number; readonly algorithm: number; readonly digestType: number; readonly digest: Uint8Array }

export const isSupportedDelegation = ({ algorithm, digestType }: Delegation): boolean =>
  isSupportedAlgorithm(algorithm) && digests.has(digestType)

/** The data of a DS record (RFC 4034 section 5.1). */
export function readDelegation(data: Uint8Array): Delegation | null {
  const [high, low, algorithm, digestType] = data
  if (high === undefined || low === undefined || algorithm === undefined || digestType === undefined) return null
  return { keyTag: high << 8 | low, algorithm, digestType, digest: data.subarray(4) }
}

const flagZone = 0x0100
const flagRevoked = 0x0080
const protocolDnssec = 3

/** A key that may sign its zone: zone flag set, not revoked (RFC 5011 section 2.1), protocol 3. Else null. */
export function readZoneKey(data: Uint8Array): ZoneKey | null {
  const [high, low, protocol, algorithm] = data
  if (high === undefined || low === undefined || algorithm === undefined || protocol !== protocolDnssec) return null
  const flags = high << 8 | low
  if ((flags & flagZone) === 0 || (flags & flagRevoked) !== 0) return null
  return { tag: keyTag(data), algorithm, data, verifies: verifier(algorithm, data.subarray(4)) }
}

/** RFC 4034 appendix B. */
export function keyTag(data: Uint8Array): number {
  let sum = 0
  for (const [index, byte] of data.entries()) sum += index % 2 === 0 ? byte << 8 : byte
  return (sum + (sum >>> 16)) & 0xffff
}

function verifier(number: number, key: Uint8Array): ZoneKey['verifies'] {
  let made: KeyObject | null | undefined
  const algorithm = algorithms.get(number)
  return (signed, signature) => {
    if (algorithm === undefined) return false
    made ??= publicKey(algorithm.jwk(key))
    return made !== null && isSignedBy(made, { hash: algorithm.hash, signed, signature })
  }
}

/** OpenSSL refuses points off the curve and the like by throwing: such a key simply proves nothing. */
function publicKey(jwk: JsonWebKey | null): KeyObject | null {
  try {
    return jwk === null ? null : createPublicKey({ format: 'jwk', key: jwk })
  } catch {
    return null
  }
}

function isSignedBy(key: KeyObject, { hash, signed, signature }: { hash: string | null; signed: Uint8Array; signature: Uint8Array }): boolean {
  try {
    return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

/** Whether the delegation names this very key (RFC 4034 section 5.1.4). */
export function isDelegatedTo(key: ZoneKey, delegation: Delegation, owner: Name): boolean {
  const hash = digests.get(delegation.digestType)
  if (hash === undefined || key.tag !== delegation.keyTag || key.algorithm !== delegation.algorithm) return false
  return createHash(hash).update(nameWire(owner)).update(key.data).digest().equals(delegation.digest)
}
