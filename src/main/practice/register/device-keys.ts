import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Device } from '../../../shared/practice/person.ts'
import type { Database } from '../../store/store.ts'

/** The keys of this workstation. The private halves stand in `state.db`, which opens only with the vault, and nowhere else. */
export interface DeviceKeys {
  readonly device: Device
  /** Ed25519 over exactly these bytes; 64 bytes. */
  readonly sign: (text: string) => Uint8Array
  /** X25519. */
  readonly sealSecret: KeyObject
}

interface Row { readonly label: string; readonly sign_secret: Uint8Array; readonly seal_secret: Uint8Array }

/** The name of a workstation: SHA-256 of its raw public signing key. */
export const deviceIdOf = (signKey: string): string => createHash('sha256').update(Buffer.from(signKey, 'base64url')).digest('hex')

/** Makes this workstation's keys, once: later calls give those that are there, whatever the label. */
export function createDeviceKeys(db: Database, label: string): DeviceKeys {
  const known = deviceKeys(db)
  if (known !== null) return known
  const secret = (key: KeyObject): Buffer => key.export({ type: 'pkcs8', format: 'der' })
  db.prepare('INSERT INTO register_device (id, label, sign_secret, seal_secret) VALUES (1, ?, ?, ?)')
    .run(label, secret(generateKeyPairSync('ed25519').privateKey), secret(generateKeyPairSync('x25519').privateKey))
  const made = deviceKeys(db)
  if (made === null) throw new Error('keys that were written are not there')
  return made
}

/** Null: this workstation never asked to be part of a practice. */
export function deviceKeys(db: Database): DeviceKeys | null {
  const row = db.prepare<[], Row>('SELECT label, sign_secret, seal_secret FROM register_device').get()
  if (row === undefined) return null
  const [signSecret, sealSecret] = [row.sign_secret, row.seal_secret].map((der) => createPrivateKey({ key: Buffer.from(der), type: 'pkcs8', format: 'der' }))
  if (signSecret === undefined || sealSecret === undefined) throw new Error('keys cannot be read')
  const signKey = rawPublic(signSecret)
  return {
    device: { id: deviceIdOf(signKey), signKey, sealKey: rawPublic(sealSecret), label: row.label },
    sign: (text) => new Uint8Array(sign(null, Buffer.from(text, 'utf8'), signSecret)), sealSecret,
  }
}

/** For a workstation that leaves its practice: it joins another only with new keys. */
export const forgetDeviceKeys = (db: Database): void => void db.prepare('DELETE FROM register_device').run()

/** The public half, 32 bytes as base64url (RFC 8037). */
function rawPublic(secret: KeyObject): string {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  if (x === undefined) throw new Error('no raw key')
  return x
}

/** A public key from its raw bytes; null for bytes that are none. */
export function publicKey(curve: 'Ed25519' | 'X25519', raw: string): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: curve, x: raw }, format: 'jwk' })
  } catch {
    return null
  }
}
