import { createPublicKey, type KeyObject } from 'node:crypto'
import { textOf, type LookUp, type TxtRecord } from '../dns/look-up.ts'
import { DKIM_RSA_BITS, KEYS_KEPT, KEY_RECORD_CHARS } from './limits.ts'
import type { SignatureFault, ZoneSecurity } from '../../shared/norm/inbound-evidence.ts'
import { blindnessOf } from './blindness.ts'
import { bytesOfBase64, listOf, readTagList } from './tag-list.ts'

export type SigningKey = {
  readonly key: KeyObject
  readonly type: 'rsa' | 'ed25519'
  readonly bits: number
  /** `t=s`: `i=` must be exactly `d=`. */
  readonly onlyItself: boolean
}

export type KeyFinding =
  | { readonly kind: 'key'; readonly zone: ZoneSecurity; readonly key: SigningKey }
  | { readonly kind: 'fault'; readonly zone: ZoneSecurity; readonly fault: SignatureFault; readonly bits: number | null }

/** The key that `<selector>._domainkey.<domain>` publishes, held against RFC 6376 section 3.6.1, RFC 8301 and IN-02d. */
export function readSigningKey(found: LookUp<TxtRecord>): KeyFinding {
  // Where nothing can be proven, that is no forgery, and no proof either.
  if (blindnessOf(found) !== null) return { kind: 'fault', zone: 'unreachable', fault: 'keyUnreachable', bits: null }
  if (found.kind === 'bogus') return { kind: 'fault', zone: 'bogus', fault: 'keyForged', bits: null }
  if (found.kind === 'unreachable') {
    return found.why === 'not-a-name'
      ? { kind: 'fault', zone: 'insecure', fault: 'keyMissing', bits: null }
      : { kind: 'fault', zone: 'unreachable', fault: 'keyUnreachable', bits: null }
  }
  const texts = found.outcome === 'answer' ? found.records.map(textOf) : []
  const key = keyOf(texts)
  return 'fault' in key ? { kind: 'fault', zone: found.kind, ...key } : { kind: 'key', zone: found.kind, key }
}

type Fault = { readonly fault: SignatureFault; readonly bits: number | null }
const fault = (name: SignatureFault, bits: number | null = null): Fault => ({ fault: name, bits })

/** RFC 6376 section 3.6.2.2: several records leave open which is meant, so none is. */
function keyOf(texts: readonly string[]): SigningKey | Fault {
  const [text, ...others] = texts
  if (text === undefined) return fault('keyMissing')
  if (others.length > 0) return fault('keySeveral')
  const key = read.get(text) ?? readKey(text)
  read.delete(text)
  read.set(text, key)
  const oldest = read.keys().next().value
  if (read.size > KEYS_KEPT && oldest !== undefined) read.delete(oldest)
  return key
}

/** By their text, the last ones: a mailbox has few senders, and taking a key apart costs more than checking a signature with it. */
const read = new Map<string, SigningKey | Fault>()

function readKey(text: string): SigningKey | Fault {
  const tags = text.length > KEY_RECORD_CHARS ? null : readTagList(text)
  if (tags === null) return fault('keyMalformed')
  const version = tags.get('v')
  if (version !== undefined && (version !== 'DKIM1' || tags.keys().next().value !== 'v')) return fault('keyMalformed')
  const published = tags.get('p')
  if (published === undefined) return fault('keyMalformed')
  if (published === '') return fault('keyRevoked')
  const flags = listOf(tags.get('t') ?? '')
  if (flags.includes('y')) return fault('keyTest')
  if (!allows(tags.get('h'), 'sha256')) return fault('keyHash')
  if (!allows(tags.get('s'), 'email')) return fault('keyService')
  const key = publicKey(tags.get('k') ?? 'rsa', bytesOfBase64(published))
  return 'fault' in key ? key : { ...key, onlyItself: flags.includes('s') }
}

const allows = (list: string | undefined, wanted: string): boolean =>
  list === undefined || listOf(list).some((each) => each === wanted || (wanted === 'email' && each === '*'))

/** SubjectPublicKeyInfo of a bare 32-byte Ed25519 key (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex')

function publicKey(type: string, bytes: Buffer | null): Omit<SigningKey, 'onlyItself'> | Fault {
  if (bytes === null) return fault('keyMalformed')
  if (type === 'ed25519') {
    const key = bytes.length === 32 ? decoded(Buffer.concat([ed25519Prefix, bytes]), 'spki') : null
    return key === null ? fault('keyMalformed') : { key, type, bits: 256 }
  }
  if (type !== 'rsa') return fault('keyType')
  // What is published in practice, or the bare key as RFC 6376 has it.
  const key = decoded(bytes, 'spki') ?? decoded(bytes, 'pkcs1')
  if (key === null || key.asymmetricKeyType !== 'rsa') return fault('keyMalformed')
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (bits < DKIM_RSA_BITS.least) return fault('keyShort', bits)
  if (bits > DKIM_RSA_BITS.most) return fault('keyLong', bits)
  // With 1 as its exponent anybody can sign.
  return publicExponent < 3n ? fault('keyMalformed', bits) : { key, type, bits }
}

function decoded(der: Buffer, type: 'spki' | 'pkcs1'): KeyObject | null {
  try {
    return createPublicKey({ key: der, format: 'der', type })
  } catch {
    return null
  }
}
