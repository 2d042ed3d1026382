import { randomBytes, randomUUID, scrypt } from 'node:crypto'
import { expand } from './keys.ts'
import type { AuthenticatorSlot, RecoverySlot } from './key-file.ts'
import { KEY_FILE_VERSION } from './key-file.ts'
import { seal, unseal } from './seal.ts'
import { databaseKey, hold, wrapKey } from './secret.ts'
import type { Held } from './secret.ts'

/** What wraps the database key, as in LUKS: one slot for each authenticator, one for the printed code. */
export interface ScryptCost { readonly N: number; readonly r: number; readonly p: number }

export type Credential = Pick<AuthenticatorSlot, 'credentialId' | 'publicKey' | 'counter' | 'transports'>

interface AuthenticatorSlotParts {
  readonly credential: Credential
  readonly device: { readonly id: string; readonly secret: Uint8Array }
  readonly prfSalt: string
  /** Null: the authenticator has no PRF, and the slot rests on the device secret alone. */
  readonly prf: Uint8Array | null
  readonly now: number
}

const SALT_BYTES = 32
const newSalt = (): string => randomBytes(SALT_BYTES).toString('base64url')

/** Ties the wrapped key to everything in its slot that must not change: a slot copied or relabelled does not open. */
const contextOf = (slot: Omit<AuthenticatorSlot, 'wrapped'> | Omit<RecoverySlot, 'wrapped'>): string =>
  JSON.stringify(slot.kind === 'recovery'
    ? ['key slot', KEY_FILE_VERSION, slot.kind, slot.id, slot.cost.N, slot.cost.r, slot.cost.p]
    : ['key slot', KEY_FILE_VERSION, slot.kind, slot.id, slot.device, slot.credentialId, slot.publicKey, slot.prfSalt])

const text = (wrapped: Uint8Array): string => Buffer.from(wrapped).toString('base64url')
const raw = (wrapped: string): Uint8Array => Buffer.from(wrapped, 'base64url')

/** Wraps the database key for one authenticator. */
export function wrapForAuthenticator(key: Uint8Array, parts: AuthenticatorSlotParts): AuthenticatorSlot {
  const slot = {
    id: randomUUID(), kind: parts.prf === null ? 'assertion' as const : 'prf' as const,
    createdAt: parts.now, lastUsedAt: null, device: parts.device.id, ...parts.credential,
    prfSalt: parts.prfSalt, wrapSalt: newSalt(),
  }
  using wrap = authenticatorWrapKey(slot, parts.device.secret, parts.prf)
  return { ...slot, wrapped: text(seal(wrap.bytes, key, contextOf(slot))) }
}

/** The database key; null when these secrets do not open the slot. */
export function unwrapWithAuthenticator(slot: AuthenticatorSlot, device: Uint8Array, prf: Uint8Array | null): Held | null {
  using wrap = authenticatorWrapKey(slot, device, slot.kind === 'prf' ? prf : null)
  return opened(unseal(wrap.bytes, raw(slot.wrapped), contextOf(slot)))
}

/** HKDF-SHA-256 over (device secret, PRF output): both have a fixed length, so the two cannot run into each other. */
function authenticatorWrapKey(slot: Pick<AuthenticatorSlot, 'kind' | 'wrapSalt'>, device: Uint8Array, prf: Uint8Array | null): Held {
  const both = Buffer.concat([device, prf ?? new Uint8Array(0)])
  const wrap = hold(wrapKey, expand(both, `slot ${slot.kind}`, raw(slot.wrapSalt)))
  both.fill(0)
  return wrap
}

/** Wraps the database key for the printed code, which opens it alone: also on a machine that lost its keychain. */
export async function wrapForRecovery(key: Uint8Array, secret: string, made: { now: number; cost: ScryptCost }): Promise<RecoverySlot> {
  const { N, r, p } = made.cost
  const slot = { id: randomUUID(), kind: 'recovery' as const, createdAt: made.now, lastUsedAt: null, cost: { N, r, p }, salt: newSalt() }
  using wrap = await slowKey(secret, slot)
  return { ...slot, wrapped: text(seal(wrap.bytes, key, contextOf(slot))) }
}

/** The database key; null for another code. Takes as long as the slot's cost says, on a thread of its own. */
export async function unwrapWithRecovery(slot: RecoverySlot, secret: string): Promise<Held | null> {
  using wrap = await slowKey(secret, slot)
  return opened(unseal(wrap.bytes, raw(slot.wrapped), contextOf(slot)))
}

/** scrypt (RFC 7914); Node runs it on its own thread pool. */
function slowKey(secret: string, { salt, cost }: Pick<RecoverySlot, 'salt' | 'cost'>): Promise<Held> {
  const options = { ...cost, maxmem: 256 * cost.N * cost.r }
  return new Promise((resolve, reject) => {
    scrypt(secret, raw(salt), wrapKey.bytes, options, (error, key) => {
      if (error === null) resolve(hold(wrapKey, new Uint8Array(key.buffer, key.byteOffset, key.length)))
      else reject(error)
    })
  })
}

/** A key of another length was not wrapped by us, however well it opens. */
const opened = (key: Uint8Array | null): Held | null => key?.length === databaseKey.bytes ? hold(databaseKey, key) : null
