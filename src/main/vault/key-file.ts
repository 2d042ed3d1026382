import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { MAX_KEY_FILE_BYTES, MAX_KEY_SLOTS, MAX_RECOVERY_COST } from '../../shared/limits.ts'
import { fileMac } from './keys.ts'
import { replaceFile } from './replace-file.ts'

/** Rises when what stands in the file changes its meaning; an older program then names the file `newer-schema`. */
export const KEY_FILE_VERSION = 1
export const KEY_FILE = 'vault.json'

const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/)
const count = z.number().int().nonnegative()
const slotFacts = { id: z.string().min(1), createdAt: z.number().int(), lastUsedAt: z.number().int().nullable() }

const authenticatorSlot = z.strictObject({
  ...slotFacts,
  /** `prf`: the authenticator's own secret takes part. `assertion`: the device secret alone, after a verified assertion. */
  kind: z.enum(['prf', 'assertion']),
  /** The device secret that this slot was made with. */
  device: z.string().min(1),
  credentialId: bytes.min(1),
  publicKey: bytes,
  counter: count,
  transports: z.array(z.string().max(32)).max(16),
  prfSalt: bytes,
  wrapSalt: bytes,
  wrapped: bytes,
})

const recoverySlot = z.strictObject({
  ...slotFacts,
  kind: z.literal('recovery'),
  cost: z.strictObject({
    N: count.min(2).max(MAX_RECOVERY_COST.N).refine((cost) => Number.isInteger(Math.log2(cost))),
    r: count.min(1).max(MAX_RECOVERY_COST.r),
    p: count.min(1).max(MAX_RECOVERY_COST.p),
  }),
  salt: bytes,
  wrapped: bytes,
})

const content = z.strictObject({
  /** The name in the keychain of today's device secret. */
  device: z.string().min(1),
  /** WebAuthn's user handle: one for each vault, so that two vaults on one machine do not overwrite each other's passkeys. */
  userHandle: bytes,
  idleLockMs: count,
  /** Whose vault it is and what the keys are called: sealed, so that the disk alone tells nobody's name. */
  profile: z.strictObject({ byDevice: bytes, byDatabase: bytes }),
  slots: z.array(z.discriminatedUnion('kind', [authenticatorSlot, recoverySlot])).max(MAX_KEY_SLOTS),
})

export type AuthenticatorSlot = z.infer<typeof authenticatorSlot>
export type RecoverySlot = z.infer<typeof recoverySlot>
export type KeySlot = AuthenticatorSlot | RecoverySlot
export type KeyFileContent = z.infer<typeof content>

export type KeyFileState =
  | { kind: 'absent' }
  /** Also: gone while databases are there. Never a first run, and nothing is made anew. */
  | { kind: 'damaged-file' }
  | { kind: 'newer-schema'; found: number }
  | { kind: 'whole'; content: KeyFileContent; isAuthentic(databaseKey: Uint8Array): boolean }

const envelope = z.strictObject({
  format: z.literal('praktijkpost key slots'), version: z.number().int().positive(), content: z.unknown(), mac: bytes, checksum: z.string(),
})

/**
 * What stands in the folder's key file. A checksum finds accidents before anybody touches a key; the keyed MAC, checked once
 * the vault is open, finds intent. Both hold for every later version, so a newer file is told from a damaged one.
 */
export function readKeyFile(directory: string): KeyFileState {
  let text: string
  try {
    const file = path.join(directory, KEY_FILE)
    if (statSync(file).size > MAX_KEY_FILE_BYTES) return { kind: 'damaged-file' }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return absent && !hasTraces(directory) ? { kind: 'absent' } : { kind: 'damaged-file' }
  }
  return parse(text)
}

/** Names of the key file and of its copy where they are there and not whole: what `restoreKeyFile` mends, or the next change of a key. */
export const checkKeyFiles = (directory: string): string[] =>
  [KEY_FILE, `${KEY_FILE}.bak`].filter((name) => existsSync(path.join(directory, name)) && readIfWhole(path.join(directory, name)) === null)

/** Puts the copy of the key file in the place of a damaged or missing one; which keys open the vault is then as it was before the last change. */
export async function restoreKeyFile(directory: string): Promise<'not-needed' | 'restored' | 'no-copy' | 'disk-full'> {
  const file = path.join(directory, KEY_FILE)
  if (readIfWhole(file) !== null) return 'not-needed'
  const copy = readIfWhole(`${file}.bak`)
  if (copy === null) return 'no-copy'
  return await replaceFile(file, copy) === 'disk-full' ? 'disk-full' : 'restored'
}

/** A vault was here: its database, or the copy of an earlier key file. */
function hasTraces(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => name.endsWith('.db') || name === `${KEY_FILE}.bak`)
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}

function parse(text: string): KeyFileState {
  const raw = envelope.safeParse(jsonOf(text))
  if (!raw.success || write(raw.data) !== text) return { kind: 'damaged-file' }
  const { checksum, ...body } = raw.data
  if (checksumOf(body) !== checksum) return { kind: 'damaged-file' }
  if (body.version > KEY_FILE_VERSION) return { kind: 'newer-schema', found: body.version }
  const parsed = content.safeParse(body.content)
  if (!parsed.success) return { kind: 'damaged-file' }
  return {
    kind: 'whole',
    content: parsed.data,
    isAuthentic: (databaseKey) => {
      const mac = Buffer.from(body.mac, 'base64url')
      const expected = fileMac(databaseKey, macText(body))
      return mac.length === expected.length && timingSafeEqual(mac, expected)
    },
  }
}

/** Atomically, with the file before it kept as `.bak`: except `forgetting`, when that one still holds what must not open any more. */
export async function writeKeyFile(
  directory: string, content: KeyFileContent, seal: { databaseKey: Uint8Array; forgetting: boolean },
): Promise<'written' | 'disk-full'> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = path.join(directory, KEY_FILE)
  const body = { format: 'praktijkpost key slots' as const, version: KEY_FILE_VERSION, content }
  const sealed = { ...body, mac: fileMac(seal.databaseKey, macText(body)).toString('base64url') }
  const text = write({ ...sealed, checksum: checksumOf(sealed) })
  if (text.length > MAX_KEY_FILE_BYTES || parse(text).kind !== 'whole') throw new Error('the key file could not be read back')
  const next = Buffer.from(text)
  // The copy first: a crash or a full disk in between leaves the file as it was, and so the vault as the person knows it.
  const kept = seal.forgetting ? next : readIfWhole(file)
  if (kept !== null && await replaceFile(`${file}.bak`, kept) === 'disk-full') return 'disk-full'
  return replaceFile(file, next)
}

/** A damaged file must not push a whole one out of its place. */
function readIfWhole(file: string): Buffer | null {
  try {
    const bytesBefore = readFileSync(file)
    return parse(bytesBefore.toString('utf8')).kind === 'whole' ? bytesBefore : null
  } catch {
    return null
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const write = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const checksumOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const macText = ({ version, content: inside }: { version: number; content?: unknown }): string => JSON.stringify([version, inside])
