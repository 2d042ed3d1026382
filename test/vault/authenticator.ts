import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/**
 * A security key in software: real ES256 keys, real CBOR, real signatures, PRF as in WebAuthn level 3 section 10.1.4.
 * It answers the same JSON that a browser would, and lies where a test tells it to.
 */
export interface SoftKey {
  /** What `navigator.credentials.create` would answer, and its first PRF output. Throws for a key that is in `excludeCredentials`. */
  create(options: Json, lies?: Lies): { registration: Json; prf: string | null; prfEnabled: boolean }
  /** What `navigator.credentials.get` would answer. Throws when none of its credentials is asked for. */
  get(options: Json, lies?: Lies): { assertion: Json; prf: string | null }
}

export type Json = Record<string, unknown>

/** What deviates from an honest answer. */
export interface Lies {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  userVerified?: boolean
  userPresent?: boolean
  counter?: number
  /** Signs with another key. */
  forged?: boolean
}

export interface SoftKeyOptions {
  readonly origin: string
  /** `creation`: speaks at once. `assertion`: says that it can, and speaks at the next assertion, as most hardware does. */
  readonly prf?: 'none' | 'creation' | 'assertion'
  /** False: keeps no signature counter, as passkeys that travel between devices do. */
  readonly counts?: boolean
}

interface Resident { id: string; rpId: string; privateKey: KeyObject; publicKey: KeyObject; prfSecret: Buffer; userHandle: string; counter: number }

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const sha256 = (value: string | Uint8Array): Buffer => createHash('sha256').update(value).digest()

const FLAG = { userPresent: 1, userVerified: 4, attested: 64 }

export function softKey({ origin, prf = 'creation', counts = true }: SoftKeyOptions): SoftKey {
  const residents: Resident[] = []
  const clientData = (type: string, challenge: string, lies: Lies) => Buffer.from(JSON.stringify({
    type: lies.type ?? type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? origin, crossOrigin: lies.crossOrigin ?? false,
  }))
  return {
    create(options, lies = {}) {
      const asked = options as unknown as CreationOptions
      if (asked.excludeCredentials?.some(({ id }) => residents.some((resident) => resident.id === id)) === true) {
        throw new Error('InvalidStateError: already enrolled')
      }
      const resident = newResident(asked)
      residents.push(resident)
      const authData = authenticatorData(resident, lies, attestedData(resident))
      const attestation = new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]])
      const salt = asked.extensions?.prf?.eval?.first
      return {
        registration: {
          id: resident.id, rawId: resident.id, type: 'public-key', authenticatorAttachment: 'cross-platform', clientExtensionResults: {},
          response: {
            clientDataJSON: text(clientData('webauthn.create', asked.challenge, lies)),
            attestationObject: text(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0])), transports: ['usb'],
          },
        },
        prf: prf === 'creation' && salt !== undefined ? prfOf(resident, salt) : null,
        prfEnabled: prf !== 'none' && salt !== undefined,
      }
    },
    get(options, lies = {}) {
      const asked = options as unknown as RequestOptions
      const resident = residents.find(({ id }) => asked.allowCredentials.some((allowed) => allowed.id === id))
      if (resident === undefined) throw new Error('NotAllowedError: none of these keys')
      if (counts) resident.counter++
      const authData = authenticatorData(resident, lies)
      const client = clientData('webauthn.get', asked.challenge, lies)
      const key = lies.forged === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : resident.privateKey
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), key)
      const salt = asked.extensions?.prf?.evalByCredential?.[resident.id]?.first
      return {
        assertion: {
          id: resident.id, rawId: resident.id, type: 'public-key', authenticatorAttachment: 'cross-platform', clientExtensionResults: {},
          response: {
            clientDataJSON: text(client), authenticatorData: text(authData), signature: text(signature), userHandle: resident.userHandle,
          },
        },
        prf: prf !== 'none' && salt !== undefined ? prfOf(resident, salt) : null,
      }
    },
  }
}

interface CreationOptions {
  challenge: string
  rp: { id: string }
  user: { id: string }
  excludeCredentials?: { id: string }[]
  extensions?: { prf?: { eval?: { first: string } } }
}
interface RequestOptions {
  challenge: string
  allowCredentials: { id: string }[]
  extensions?: { prf?: { evalByCredential?: Record<string, { first: string }> } }
}

function newResident(asked: CreationOptions): Resident {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { id: text(randomBytes(32)), rpId: asked.rp.id, privateKey, publicKey, prfSecret: randomBytes(32), userHandle: asked.user.id, counter: 0 }
}

/** The browser hashes the salt with a label before the authenticator's HMAC sees it. */
const prfOf = ({ prfSecret }: Resident, salt: string): string =>
  text(createHmac('sha256', prfSecret).update(sha256(Buffer.concat([Buffer.from('WebAuthn PRF\0'), Buffer.from(salt, 'base64url')]))).digest())

/** WebAuthn section 6.1. */
function authenticatorData(resident: Resident, lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer {
  const counter = Buffer.alloc(4)
  counter.writeUInt32BE(lies.counter ?? resident.counter)
  const flags = (lies.userPresent === false ? 0 : FLAG.userPresent) | (lies.userVerified === false ? 0 : FLAG.userVerified)
    | (attested.length > 0 ? FLAG.attested : 0)
  return Buffer.concat([sha256(lies.rpId ?? resident.rpId), Buffer.of(flags), counter, attested])
}

/** WebAuthn section 6.5.1: no model named, the credential's id, its public key in COSE (RFC 9053 section 7.1). */
function attestedData({ id, publicKey }: Resident): Buffer {
  const jwk = publicKey.export({ format: 'jwk' })
  const coordinate = (value: string | undefined) => new Uint8Array(Buffer.from(value ?? '', 'base64url'))
  const cose = new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, coordinate(jwk.x)], [-3, coordinate(jwk.y)]])
  const raw = Buffer.from(id, 'base64url')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(raw.length)
  return Buffer.concat([Buffer.alloc(16), length, raw, isoCBOR.encode(cose)])
}
