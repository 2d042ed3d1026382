import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM: nonce, cipher text, tag. What `context` says is not stored, but must be the same when it is opened. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** The bytes that were sealed; null for another key, another context or a changed byte: which one cannot be told. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
    return plain
  } catch {
    plain.fill(0)
    return null
  }
}

const SECRET_FORMAT = 1
const secretContext = (owner: string): string => `praktijkpost secret ${SECRET_FORMAT} ${owner}`

/**
 * Seals an account's password with the vault's key before it goes to the keychain, so that both are needed to read it.
 * `owner` (the account's id) ties it to its place: sealed for one account, it opens for no other.
 */
export const sealSecret = (key: Uint8Array, plain: string, owner = ''): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.of(SECRET_FORMAT), seal(key, Buffer.from(plain), secretContext(owner))]))

/** The password, or null when this key does not open it: never an empty one. */
export function openSecret(key: Uint8Array, sealed: Uint8Array, owner = ''): string | null {
  if (sealed[0] !== SECRET_FORMAT) return null
  const plain = unseal(key, sealed.subarray(1), secretContext(owner))
  return plain === null ? null : Buffer.from(plain).toString('utf8')
}
