import { generateKeyPairSync, type KeyObject } from 'node:crypto'

export type KeyName = 'rsa2048' | 'rsa1024' | 'rsa768' | 'rsa512' | 'other2048' | 'ed25519'
type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

const made = new Map<KeyName, Pair>()

function make(name: KeyName): Pair {
  if (name === 'ed25519') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: Number(name.replace(/\D+/, '')) })
}

/** One pair of each kind for a whole run: what is expected of a message never hangs on the numbers in a key. */
export function keyPair(name: KeyName): Pair {
  const known = made.get(name) ?? make(name)
  made.set(name, known)
  return known
}

/** The `p=` of a key record: SubjectPublicKeyInfo as everybody publishes RSA, PKCS #1 as RFC 6376 has it, 32 bytes for Ed25519 (RFC 8463). */
export function publicPart(name: KeyName, form: 'spki' | 'pkcs1' = 'spki'): string {
  const { publicKey } = keyPair(name)
  if (name === 'ed25519') return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
  return publicKey.export({ type: form, format: 'der' }).toString('base64')
}

/** A key record of RFC 6376 section 3.6.1. */
export const keyRecord = (name: KeyName, tags = 'v=DKIM1; '): string =>
  `${tags}k=${name === 'ed25519' ? 'ed25519' : 'rsa'}; p=${publicPart(name)}`
