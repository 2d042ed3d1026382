import { createHash, verify, type Hash } from 'node:crypto'
import { EVIDENCE_CHARS, EVIDENCE_LIST, SIGNATURES_VERIFIED } from './limits.ts'
import type { SignatureEvidence, SignatureFault, SignatureResult } from '../../shared/norm/inbound-evidence.ts'
import type { Resolver } from '../dns/resolver.ts'
import { CanonicalBody, canonicalField, type Canonical } from './canonical.ts'
import { shownNames, type HeaderField } from './header-block.ts'
import { organisationOf } from './organisation.ts'
import { claimedDomain, readSignature, type Named, type Signature, type SignatureReading } from './signature-field.ts'
import { readSigningKey, type KeyFinding } from './signing-key.ts'

/** A signature as it was found, before it is held against the From domain. */
export type VerifiedSignature = Omit<SignatureEvidence, 'aligned'>

export type Signatures = { readonly count: number; readonly looked: readonly VerifiedSignature[] }

export type SignedMessage = {
  readonly fields: readonly HeaderField[]
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** The sender's own signatures are verified first when there are too many. */
  readonly fromDomain: string | null
  readonly receivedAt: number
}

/**
 * Verifies the DKIM signatures of a message over its raw bytes (RFC 6376, 8301, 8463; IN-02a, IN-02d), strictly: whatever is not
 * exactly right does not pass. Keys come from the given resolver, the body is hashed once, as it streams by.
 */
export async function verifySignatures({ fields, body, fromDomain, receivedAt }: SignedMessage, resolver: Resolver): Promise<Signatures> {
  const all = fields.filter(({ name }) => name === 'dkim-signature')
  const readings = firstOf(all, fromDomain).map((field) => readSignature(field, receivedAt))
  const signatures = readings.flatMap((reading) => reading.kind === 'signature' ? [reading.signature] : [])
  const keys = Promise.all(readings.map((reading) => keyFor(reading, resolver)))
  const bodies = await hashBodies(signatures, body)
  const found = await keys
  const looked = readings.map((reading, index): VerifiedSignature => {
    const key = found[index] ?? null
    if (reading.kind === 'fault' || key === null) return faulty(reading.named, reading.kind === 'fault' ? reading.fault : 'syntax', null)
    const hashed = bodies.get(reading.signature)
    return hashed === undefined ? faulty(reading.named, 'syntax', key) : verdictOn(reading.signature, { named: reading.named, fields, key, hashed })
  })
  return { count: all.length, looked }
}

function firstOf(all: readonly HeaderField[], fromDomain: string | null): HeaderField[] {
  if (all.length <= SIGNATURES_VERIFIED || fromDomain === null) return all.slice(0, SIGNATURES_VERIFIED)
  const organisation = organisationOf(fromDomain)
  const isOwn = (field: HeaderField): boolean => {
    const domain = claimedDomain(field)
    return domain !== '' && (domain === fromDomain || organisationOf(domain) === organisation)
  }
  return [...all].map((field) => ({ field, own: isOwn(field) })).sort((a, b) => Number(b.own) - Number(a.own)).slice(0, SIGNATURES_VERIFIED).map(({ field }) => field)
}

async function keyFor(reading: SignatureReading, resolver: Resolver): Promise<KeyFinding | null> {
  if (reading.kind === 'fault') return null
  return readSigningKey(await resolver.lookUp(`${reading.named.selector}._domainkey.${reading.signature.domain}`, 'TXT'))
}

type Hashed = { readonly digest: Buffer; readonly total: number; readonly hashed: number }

/** One pass over the body for all signatures: its two canonical forms at most, and a hash for every length that is asked for. */
async function hashBodies(signatures: readonly Signature[], body: SignedMessage['body']): Promise<Map<Signature, Hashed>> {
  const jobs = signatures.map((signature) => ({ signature, hash: createHash('sha256'), total: 0, hashed: 0 }))
  const forms = (['simple', 'relaxed'] as const satisfies readonly Canonical[]).flatMap((kind) => {
    const same = jobs.filter(({ signature }) => signature.body === kind)
    return same.length === 0 ? [] : [new CanonicalBody(kind, (bytes) => { for (const job of same) feed(job, bytes) })]
  })
  for await (const piece of body) for (const form of forms) form.update(piece)
  for (const form of forms) form.end()
  return new Map(jobs.map(({ signature, hash, total, hashed }) => [signature, { digest: hash.digest(), total, hashed }]))
}

function feed(job: { readonly signature: Signature; readonly hash: Hash; total: number; hashed: number }, bytes: Uint8Array): void {
  job.total += bytes.length
  const room = job.signature.bodyLength === null ? bytes.length : Math.min(bytes.length, job.signature.bodyLength - job.hashed)
  if (room <= 0) return
  job.hash.update(room === bytes.length ? bytes : bytes.subarray(0, room))
  job.hashed += room
}

type Facts = { readonly named: Named; readonly fields: readonly HeaderField[]; readonly key: KeyFinding; readonly hashed: Hashed }

function verdictOn(signature: Signature, { named, fields, key, hashed }: Facts): VerifiedSignature {
  // More than there is was signed: what stood at the end is gone (RFC 6376 section 3.5).
  const isShort = signature.bodyLength !== null && signature.bodyLength > hashed.total
  if (isShort || !hashed.digest.equals(signature.bodyHash)) return faulty(named, 'bodyChanged', key)
  if (key.kind === 'fault') return faulty(named, key.fault, key)
  const { key: { type, onlyItself } } = key
  if (type !== signature.type) return faulty(named, 'keyType', key)
  if (onlyItself && signature.identityDomain !== signature.domain) return faulty(named, 'keyIdentity', key)
  const { text, signed } = signedText(signature, fields)
  if (!isSignedBy(key.key.key, signature, text)) return faulty(named, 'signatureWrong', key)
  const uncovered = shownNames(fields).filter((name) => !signed.has(name))
  return {
    ...shown(named, key), result: 'pass', fault: null, uncovered: uncovered.slice(0, EVIDENCE_LIST).map((name) => name.slice(0, EVIDENCE_CHARS)),
    unsignedBytes: hashed.total - hashed.hashed, coversMark: signed.has('x-nta7516'),
  }
}

/** The header as it was signed: for each name in `h=` the last field that is left, and the signature's own field with an empty `b=` (RFC 6376 sections 3.7, 5.4.2). */
function signedText({ field, header, names }: Signature, fields: readonly HeaderField[]): { text: Buffer; signed: ReadonlySet<string> } {
  const left = new Map<string, HeaderField[]>()
  const wanted = new Set(names)
  for (const each of fields) {
    if (!wanted.has(each.name)) continue
    const same = left.get(each.name)
    if (same === undefined) left.set(each.name, [each])
    else same.push(each)
  }
  const chosen = names.flatMap((name) => left.get(name)?.pop() ?? [])
  const lines = chosen.map((each) => `${canonicalField(each, header)}\r\n`)
  const own = canonicalField(field, header).replace(/([:;][ \t\r\n]*b[ \t\r\n]*=)[^;]*/, '$1')
  return { text: Buffer.from(lines.join('') + own, 'latin1'), signed: new Set(chosen.map(({ name }) => name)) }
}

function isSignedBy(key: Parameters<typeof verify>[2], { type, signature }: Signature, text: Buffer): boolean {
  try {
    // RFC 8463 section 3: Ed25519 signs the hash, not the text.
    return type === 'rsa' ? verify('sha256', text, key, signature) : verify(null, createHash('sha256').update(text).digest(), key, signature)
  } catch {
    return false
  }
}

const shown = (named: Named, key: KeyFinding | null): Omit<VerifiedSignature, 'result' | 'fault' | 'uncovered' | 'unsignedBytes' | 'coversMark'> => ({
  ...named,
  keyZone: key?.zone ?? null,
  keyBits: key === null ? null : key.kind === 'key' ? key.key.bits : key.bits,
})

function faulty(named: Named, fault: SignatureFault, key: KeyFinding | null): VerifiedSignature {
  const result: SignatureResult = fault === 'keyUnreachable' ? 'unproven' : 'fail'
  return { ...shown(named, key), result, fault, uncovered: [], unsignedBytes: 0, coversMark: false }
}
