import { asciiLowerCase } from '../../shared/mail/address.ts'
import { EVIDENCE_CHARS, SIGNED_AHEAD_MS, SIGNED_NAMES } from './limits.ts'
import type { SignatureFault } from '../../shared/norm/inbound-evidence.ts'
import { toAscii } from '../dns/name.ts'
import type { Canonical } from './canonical.ts'
import { textOfBytes, valueOf, type HeaderField } from './header-block.ts'
import { isPublicSuffix } from './organisation.ts'
import { bytesOfBase64, listOf, readTagList, type TagList } from './tag-list.ts'

/** A DKIM-Signature that says everything it must (RFC 6376 section 6.1.1) and is not refused before its key is looked at. */
export type Signature = {
  readonly field: HeaderField
  readonly domain: string
  readonly selector: string
  readonly type: 'rsa' | 'ed25519'
  readonly header: Canonical
  readonly body: Canonical
  /** Signed names in the order of signing, one entry an instance. */
  readonly names: readonly string[]
  readonly bodyHash: Buffer
  readonly signature: Buffer
  /** `l=`; null: the whole body. */
  readonly bodyLength: number | null
  readonly identityDomain: string
  readonly signedAt: number | null
  readonly expiresAt: number | null
}

export type Named = { readonly domain: string; readonly selector: string; readonly algorithm: string; readonly signedAt: number | null; readonly expiresAt: number | null }

export type SignatureReading =
  | { readonly kind: 'signature'; readonly named: Named; readonly signature: Signature }
  | { readonly kind: 'fault'; readonly named: Named; readonly fault: SignatureFault }

const required = ['v', 'a', 'b', 'bh', 'd', 'h', 's']

/** Reads one DKIM-Signature field, at the moment the message was received (ms since 1970). */
export function readSignature(field: HeaderField, receivedAt: number): SignatureReading {
  const tags = readTagList(field.raw.slice(field.raw.indexOf(':') + 1))
  const domain = toAscii(textOfBytes(tags?.get('d') ?? '')) ?? ''
  const named = {
    domain, selector: asciiLowerCase(tags?.get('s') ?? '').slice(0, EVIDENCE_CHARS), algorithm: asciiLowerCase(tags?.get('a') ?? '').slice(0, EVIDENCE_CHARS),
    signedAt: timeOf(tags?.get('t')), expiresAt: timeOf(tags?.get('x')),
  }
  if (tags === null) return { kind: 'fault', named, fault: 'syntax' }
  const read = checked(tags, named, receivedAt)
  return typeof read === 'string' ? { kind: 'fault', named, fault: read } : { kind: 'signature', named, signature: { ...read, field } }
}

/** The domain in `d=`, for putting signatures of the sender first; '' when it can't be told. */
export function claimedDomain(field: HeaderField): string {
  const [, domain = ''] = /(?:^|;)\s*d\s*=\s*([^;\s]{1,253})/.exec(valueOf(field)) ?? []
  return toAscii(textOfBytes(domain)) ?? ''
}

const timeOf = (value: string | undefined): number | null => value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) * 1000 : null

function checked(tags: TagList, named: Named, receivedAt: number): Omit<Signature, 'field'> | SignatureFault {
  const tag = (name: string): string => tags.get(name) ?? ''
  if (required.some((name) => tag(name) === '')) return 'syntax'
  if (tag('v') !== '1') return 'version'
  const [type, hash] = named.algorithm.split('-')
  if (named.algorithm === 'rsa-sha1') return 'weakAlgorithm'
  if ((type !== 'rsa' && type !== 'ed25519') || hash !== 'sha256' || named.algorithm.split('-').length !== 2) return 'algorithm'
  const [header = 'simple', body = 'simple', ...more] = asciiLowerCase(tags.get('c') ?? 'simple/simple').split('/').map((each) => each.trim())
  if (!isCanonical(header) || !isCanonical(body) || more.length > 0) return 'algorithm'
  if (tags.has('q') && !listOf(tag('q')).includes('dns/txt')) return 'algorithm'
  const [bodyHash, signature, bodyLength] = [bytesOfBase64(tag('bh')), bytesOfBase64(tag('b')), lengthOf(tags.get('l'))]
  const { domain, selector, signedAt, expiresAt } = named
  const hasBadTime = (tags.has('t') && signedAt === null) || (tags.has('x') && expiresAt === null)
  if (bodyHash === null || signature === null || bodyLength === 'malformed' || hasBadTime || domain === '' || toAscii(selector) === null) return 'syntax'
  const names = listOf(tag('h'))
  if (names.length > SIGNED_NAMES) return 'syntax'
  if (!names.includes('from')) return 'fromNotSigned'
  const identityDomain = tags.has('i') ? identityOf(tag('i')) : domain
  if (identityDomain === null || !isWithin(identityDomain, domain)) return 'identity'
  if (isPublicSuffix(domain)) return 'publicSuffix'
  if (expiresAt !== null && (expiresAt < receivedAt || (signedAt !== null && expiresAt <= signedAt))) return 'expired'
  if (signedAt !== null && signedAt > receivedAt + SIGNED_AHEAD_MS) return 'future'
  return { domain, selector, type, header, body, names, bodyHash, signature, bodyLength, identityDomain, signedAt, expiresAt }
}

const isCanonical = (text: string): text is Canonical => text === 'simple' || text === 'relaxed'
const isWithin = (domain: string, parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`)

function lengthOf(value: string | undefined): number | null | 'malformed' {
  if (value === undefined) return null
  return /^\d{1,15}$/.test(value) ? Number(value) : 'malformed'
}

/** The domain behind the last `@` of `i=`, in which `=40` is an `@` too (RFC 6376 section 2.11). */
function identityOf(value: string): string | null {
  const text = value.replace(/[ \t\r\n]+/g, '').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const at = text.lastIndexOf('@')
  return at === -1 ? null : toAscii(textOfBytes(text.slice(at + 1)))
}
