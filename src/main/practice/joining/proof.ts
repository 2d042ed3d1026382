import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto'

/**
 * An invitation's secret makes a key pair. The register shows the hash of its public half, so that every colleague's
 * workstation can check who was invited and none can ask in that name; the secret itself stays with the one invited.
 */
export interface Proof {
  /** The raw public key, base64url. */
  readonly key: string
  sign(text: string): string
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS 8 and in SPKI. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Bound to the practice: the same secret in an invitation of another practice is another proof. `rootStart`: hex, 16 bytes. */
export function proofFrom(secret: Uint8Array, rootStart: string): Proof {
  const seed = Buffer.from(hkdfSync('sha256', secret, Buffer.from(rootStart, 'hex'), 'praktijkpost invitation proof 1', 32))
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const key = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length).toString('base64url')
  return { key, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url') }
}

/** What the register shows of an invitation: SHA-256 of the raw public key, hex. */
export const proofHash = (key: string): string => createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex')

/** An invitation is named after its proof: who has the secret knows the name. */
export const invitationId = (key: string): string => `u-${proofHash(key).slice(0, 20)}`

/** Whether this raw Ed25519 public key (base64url) signed the text. */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  const publicKey = publicKeyOf(key)
  return publicKey !== null && verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
}

function publicKeyOf(key: string): KeyObject | null {
  const raw = Buffer.from(key, 'base64url')
  return raw.length === 32 ? createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' }) : null
}
