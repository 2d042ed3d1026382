import { randomBytes } from 'node:crypto'
import { IDLE_LOCK_MS } from '../../shared/limits.ts'
import type { AuthenticatorSlot, KeyFileContent, RecoverySlot } from './key-file.ts'
import { openProfile, sealProfile } from './profile.ts'
import type { Profile } from './profile.ts'
import { printRecoveryCode, readRecoveryCode, RECOVERY_CODE_BYTES } from './recovery-code.ts'
import { deviceSecret, fresh, hold } from './secret.ts'
import type { Held } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { wrapForAuthenticator, wrapForRecovery } from './slots.ts'
import type { Credential, ScryptCost } from './slots.ts'

/** A device secret under its name in the keychain. A new one gets a new name: what an old one wrapped stays tellable. */
export interface Device extends Disposable { readonly id: string; readonly secret: Uint8Array }

const deviceOf = (id: string, held: Held): Device => ({ id, secret: held.bytes, [Symbol.dispose]: () => { held[Symbol.dispose]() } })

/** Makes a device secret and returns once the keychain has given it back. */
export async function newDevice(secrets: SecretStore): Promise<Device> {
  const device = deviceOf(`device-secret-${randomBytes(8).toString('hex')}`, fresh(deviceSecret))
  await secrets.set(device.id, device.secret)
  return device
}

/** Null when the keychain has none by this name: it was lost, or the file was brought from another machine. */
export async function findDevice(secrets: SecretStore, id: string): Promise<Device | null> {
  const bytes = await secrets.get(id)
  return bytes?.length === deviceSecret.bytes ? deviceOf(id, hold(deviceSecret, bytes)) : null
}

/** A verified authenticator that is to get a slot. */
export interface Newcomer {
  readonly credential: Credential
  readonly prfSalt: string
  readonly prf: Uint8Array | null
  readonly label: string
}

interface Made { readonly content: KeyFileContent; readonly slot: AuthenticatorSlot }
interface Holding { readonly device: Device; readonly databaseKey: Uint8Array; readonly now: number }

/** The first content of a key file: one authenticator and the printed code. */
export async function firstContent(
  newcomer: Newcomer, person: Profile['person'], holding: Holding & { userHandle: string; cost: ScryptCost },
): Promise<Made & { recoveryCode: string }> {
  const slot = slotFor(newcomer, holding)
  const { recoveryCode, recovery } = await newRecovery(holding.databaseKey, holding)
  const profile = sealProfile({ person, labels: { [slot.id]: newcomer.label } }, secretsOf(holding))
  const content = { device: holding.device.id, userHandle: holding.userHandle, idleLockMs: IDLE_LOCK_MS, profile, slots: [slot, recovery] }
  return { content, slot, recoveryCode }
}

/** The content with one authenticator more. */
export function withNewcomer(before: KeyFileContent, newcomer: Newcomer, holding: Holding): Made {
  const slot = slotFor(newcomer, holding)
  const profile = profileOf(before, holding.databaseKey)
  const labels = { ...profile.labels, [slot.id]: newcomer.label }
  return { slot, content: { ...before, profile: sealProfile({ ...profile, labels }, secretsOf(holding)), slots: [...before.slots, slot] } }
}

/** After a lost keychain: a new device secret, and the names readable with it. Slots of the old one stay, to be enrolled again. */
export const withDevice = (before: KeyFileContent, device: Device, databaseKey: Uint8Array): KeyFileContent => ({
  ...before, device: device.id, profile: sealProfile(profileOf(before, databaseKey), { device: device.secret, databaseKey }),
})

/** A new printed code and its slot. */
export async function newRecovery(
  databaseKey: Uint8Array, made: { now: number; cost: ScryptCost },
): Promise<{ recoveryCode: string; recovery: RecoverySlot }> {
  const recoveryCode = printRecoveryCode(randomBytes(RECOVERY_CODE_BYTES))
  const read = readRecoveryCode(recoveryCode)
  if (read.kind !== 'code') throw new Error('a printed code does not read back')
  return { recoveryCode, recovery: await wrapForRecovery(databaseKey, read.secret, made) }
}

/** Whose vault it is and what its keys are called. Throws when the database key does not open it: the file's MAC has been checked. */
export function profileOf(content: KeyFileContent, databaseKey: Uint8Array): Profile {
  const profile = openProfile(content.profile.byDatabase, databaseKey)
  if (profile === null) throw new Error('the names in the key file do not open')
  return profile
}

const secretsOf = ({ device, databaseKey }: Holding) => ({ device: device.secret, databaseKey })
const slotFor = ({ credential, prfSalt, prf }: Newcomer, { device, databaseKey, now }: Holding): AuthenticatorSlot =>
  wrapForAuthenticator(databaseKey, { credential, device, prfSalt, prf, now })
