import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'

/** Of segments as they are written now; a later form gets a name of its own. */
export const FORMAT = 'praktijkpost journal segment 1'

/** A public key from its 32 bytes in base64url (RFC 8037). Throws at anything else. */
export const publicKeyOf = (kind: 'ed25519' | 'x25519', bytes: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: kind === 'ed25519' ? 'Ed25519' : 'X25519', x: bytes }, format: 'jwk' })

/** X25519, both parts 32 bytes. */
interface KeyPair { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }

/** The practice's log key, and those before it: each segment is sealed for the one that its workstation knew. */
export interface LogKey extends KeyPair { readonly earlier?: readonly KeyPair[] }

export function createLogKey(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const { x = '', d = '' } = { ...publicKey.export({ format: 'jwk' }), ...privateKey.export({ format: 'jwk' }) }
  return { publicKey: Buffer.from(x, 'base64url'), secretKey: Buffer.from(d, 'base64url') }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** Names the segment in its key: a sealed entry opens nowhere else. */
export interface SealContext { readonly device: string; readonly from: number; readonly to: number }

type Sealer = (sequence: number, clear: string) => string
type Opener = (sequence: number, sealed: string) => string | null

/** Seals entries for the log key, with a key of this segment's own. */
export function sealingFor(logKey: Uint8Array, context: SealContext): { ephemeral: string; seal: Sealer } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const ephemeral = publicKey.export({ format: 'jwk' }).x ?? ''
  const key = keyOf(diffieHellman({ privateKey, publicKey: publicKeyOf('x25519', text(logKey)) }), ephemeral, context)
  return {
    ephemeral,
    seal(sequence, clear) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(sequence))
      const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
      return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')
    },
  }
}

/** Null for what was not sealed for any of these keys, or not in this place. */
export function openingWith({ earlier = [], ...now }: LogKey, ephemeral: string, context: SealContext): Opener {
  const pairs = [now, ...earlier]
  let key: Uint8Array | null = null
  return (sequence, sealed) => {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < TAG_BYTES) return null
    if (key !== null) return opened(key, sequence, bytes)
    // All of a segment is sealed for one of them: the first that opens an entry.
    for (const pair of pairs) {
      const tried = sharedKey(pair, ephemeral, context)
      const clear = tried === null ? null : opened(tried, sequence, bytes)
      if (clear === null) continue
      key = tried
      return clear
    }
    return null
  }
}

function opened(key: Uint8Array, sequence: number, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(sequence))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

const TAG_BYTES = 16

/** Null where somebody put a point there with which no secret can be agreed. */
function sharedKey({ publicKey, secretKey }: KeyPair, ephemeral: string, context: SealContext): Uint8Array | null {
  try {
    const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', x: text(publicKey), d: text(secretKey) }, format: 'jwk' })
    return keyOf(diffieHellman({ privateKey, publicKey: publicKeyOf('x25519', ephemeral) }), ephemeral, context)
  } catch {
    return null
  }
}

const keyOf = (secret: Uint8Array, ephemeral: string, { device, from, to }: SealContext): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, Buffer.from(ephemeral, 'base64url'), JSON.stringify([FORMAT, device, from, to]), 32))

/** Each number once under a key that is made for one segment. */
function nonceOf(sequence: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(sequence), 4)
  return nonce
}
