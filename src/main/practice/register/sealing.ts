import { diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import type { Device } from '../../../shared/practice/person.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import { seal, unseal } from '../../vault/seal.ts'
import { publicKey, type DeviceKeys } from './device-keys.ts'

/**
 * Bytes that only these devices can read: X25519 with a key made for this once, HKDF-SHA256, AES-256-GCM. `context` is not stored,
 * but must be the same when it is opened: what was sealed as a note never opens as a password. A device whose key is none gets no box.
 */
export function sealFor(devices: readonly Pick<Device, 'id' | 'sealKey'>[], bytes: Uint8Array, context: string): Sealed {
  const { privateKey, publicKey: own } = generateKeyPairSync('x25519')
  const ephemeral = own.export({ format: 'jwk' }).x ?? ''
  const boxes = devices.flatMap(({ id, sealKey }) => {
    const theirs = publicKey('X25519', sealKey)
    const key = theirs === null ? null : shared(privateKey, theirs, { ephemeral, sealKey, context })
    return key === null ? [] : [{ device: id, box: Buffer.from(seal(key, bytes, boxContext(id, context))).toString('base64url') }]
  })
  return { ephemeral, boxes }
}

/** The bytes; null when they were not sealed for this device, in this context, or were changed. */
export function unsealWith({ device, sealSecret }: DeviceKeys, sealed: Sealed, context: string): Uint8Array | null {
  const theirs = publicKey('X25519', sealed.ephemeral)
  const box = sealed.boxes.find((one) => one.device === device.id)
  if (theirs === null || box === undefined) return null
  const key = shared(sealSecret, theirs, { ephemeral: sealed.ephemeral, sealKey: device.sealKey, context })
  const plain = key === null ? null : unseal(key, Buffer.from(box.box, 'base64url'), boxContext(device.id, context))
  return plain === null ? null : new Uint8Array(plain)
}

interface Bound { readonly ephemeral: string; readonly sealKey: string; readonly context: string }

/** Bound to both public keys and to what it is for (RFC 5869; RFC 7748 section 6.1: a result of zeros is refused). */
function shared(privateKey: KeyObject, theirs: KeyObject, { ephemeral, sealKey, context }: Bound): Uint8Array | null {
  try {
    const secret = diffieHellman({ privateKey, publicKey: theirs })
    if (secret.every((byte) => byte === 0)) return null
    return new Uint8Array(hkdfSync('sha256', secret, Buffer.from(`${ephemeral}.${sealKey}`), Buffer.from(`praktijkpost sealed 1 ${context}`), 32))
  } catch {
    return null
  }
}

const boxContext = (device: string, context: string): string => `praktijkpost box 1 ${device} ${context}`
