import { createHmac, hkdfSync } from 'node:crypto'
import { hold } from './secret.ts'
import type { Held, Secret } from './secret.ts'

const derived = (name: string): Secret => ({ name, bytes: 32, rests: 'derived', forgetOn: 'lock' })

/** One key for each thing that is kept, so that none of them can be read with another's. */
const kept = {
  cache: derived('cache'),
  state: derived('state'),
  segments: derived('segments'),
  blobs: derived('blobs'),
  secrets: derived('secrets'),
  journal: derived('journal'),
} as const

export type KeyName = keyof typeof kept

/** The keys of the stores, 32 bytes each. Zeroed when the vault locks: whoever passes them on passes a copy and zeroes that. */
export type Keys = Readonly<Record<KeyName, Uint8Array>>

/** HKDF-SHA-256 (RFC 5869). */
export const expand = (from: Uint8Array, info: string, salt: Uint8Array = new Uint8Array(0)): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', from, salt, `praktijkpost ${info}`, 32))

/** Derives every key of the stores from the database key. The names are part of the derivation: never rename one. */
export function deriveKeys(databaseKey: Uint8Array): Keys & Disposable {
  const held = Object.values(kept).map((secret): readonly [string, Held] =>
    [secret.name, hold(secret, expand(databaseKey, `store ${secret.name}`))])
  const keys = Object.fromEntries(held.map(([name, { bytes }]) => [name, bytes])) as unknown as Keys
  return { ...keys, [Symbol.dispose]: () => { for (const [, key] of held) key[Symbol.dispose]() } }
}

const macKey: Secret = { name: 'key file', bytes: 32, rests: 'derived', forgetOn: 'use' }

/** Proves that the key file was written by somebody who had the vault open. */
export function fileMac(databaseKey: Uint8Array, content: string): Buffer {
  using key = hold(macKey, expand(databaseKey, macKey.name))
  return createHmac('sha256', key.bytes).update(content).digest()
}
