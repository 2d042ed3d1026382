import { z } from 'zod'
import type { KeyFileContent } from './key-file.ts'
import { expand } from './keys.ts'
import { seal, unseal } from './seal.ts'
import { hold, wrapKey } from './secret.ts'

/** What the unlock screen shows: whose vault it is, and what the keys are called (by slot id). */
const profile = z.object({
  person: z.object({ name: z.string(), practice: z.string() }),
  labels: z.record(z.string(), z.string()),
})

export type Profile = z.infer<typeof profile>
type SealedProfile = KeyFileContent['profile']

const CONTEXT = 'vault profile'

function sealWith(secret: Uint8Array, value: Profile): string {
  using key = hold(wrapKey, expand(secret, CONTEXT))
  return Buffer.from(seal(key.bytes, Buffer.from(JSON.stringify(value)), CONTEXT)).toString('base64url')
}

/** Sealed twice: by the device secret for the unlock screen, by the database key so that a lost keychain loses no names. */
export const sealProfile = (value: Profile, secrets: { device: Uint8Array; databaseKey: Uint8Array }): SealedProfile => ({
  byDevice: sealWith(secrets.device, value), byDatabase: sealWith(secrets.databaseKey, value),
})

/** Null when this secret does not open it: then there is no name to show, which is not an empty name. */
export function openProfile(sealed: string, secret: Uint8Array): Profile | null {
  using key = hold(wrapKey, expand(secret, CONTEXT))
  const plain = unseal(key.bytes, Buffer.from(sealed, 'base64url'), CONTEXT)
  return plain === null ? null : profile.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
}
