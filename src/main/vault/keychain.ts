import { randomBytes } from 'node:crypto'
import { AsyncEntry } from '@napi-rs/keyring'
import { KEYCHAIN_PIECE_BYTES } from '../../shared/limits.ts'
import { SecretStoreUnavailable } from './secret-store.ts'
import type { NoSecretStore, SecretStore } from './secret-store.ts'

/**
 * The keychain of Windows, macOS or (through the Secret Service) Linux. Writes a trial secret, reads it back through another
 * entry and removes it: a keychain that only seems to be there would lose the device secret at the next start.
 */
export async function keychainSecretStore(service: string): Promise<SecretStore | NoSecretStore> {
  const store = storeIn(service)
  const trial = new Uint8Array(randomBytes(16))
  const name = `trial-${Buffer.from(trial).toString('hex')}`
  try {
    await store.set(name, trial)
    await store.delete(name)
    return store
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return { kind: 'unavailable', because: error.message }
    throw error
  }
}

/** Linux otherwise falls back in silence to the kernel's key ring, which is empty after a restart. */
const entryIn = (service: string, name: string): AsyncEntry =>
  new AsyncEntry(service, name, { linux: { store: 'secret-service' } })

/** The library rejects with plain errors; all of them mean that the keychain did not do what it was asked. */
async function asked<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    throw new SecretStoreUnavailable(error instanceof Error ? error.message : 'no reason given', { cause: error })
  }
}

/** The first piece is under the name itself and begins with the number of pieces; the others are under `name/1` and on. */
function storeIn(service: string): SecretStore {
  const piece = (name: string, at: number) => entryIn(service, at === 0 ? name : `${name}/${at}`)
  const read = async (name: string, at: number) => {
    const numbers = await piece(name, at).getSecret()
    if (numbers === null) return null
    const bytes = Uint8Array.from(numbers)
    numbers.fill(0)
    return bytes
  }
  const countOf = async (name: string) => (await read(name, 0))?.[0] ?? 0
  const get = async (name: string): Promise<Uint8Array | null> => {
    const first = await read(name, 0)
    if (first === null) return null
    const others = Array.from({ length: (first[0] ?? 1) - 1 }, (_, index) => read(name, index + 1))
    const pieces = [first.subarray(1), ...await Promise.all(others)]
    if (pieces.includes(null)) return null
    const whole = new Uint8Array(Buffer.concat(pieces.filter((part) => part !== null)))
    for (const part of pieces) part?.fill(0)
    return whole
  }
  return {
    kind: 'system',
    get: (name) => asked(() => get(name)),
    set: (name, value) => asked(async () => {
      const pieces = split(value)
      const before = await countOf(name)
      // The first piece last: it names how many there are. A crash in between leaves the old secret or one that no seal opens.
      for (const [at, bytes] of [...pieces.entries()].reverse()) await piece(name, at).setSecret(bytes)
      for (let at = pieces.length; at < before; at++) await piece(name, at).deleteCredential()
      const back = await get(name)
      if (back === null || !Buffer.from(back).equals(value)) throw new Error('the keychain did not give back what it was given')
    }),
    delete: (name) => asked(async () => {
      const count = await countOf(name)
      for (let at = 0; at < count; at++) await piece(name, at).deleteCredential()
    }),
  }
}

function split(value: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil((value.length + 1) / KEYCHAIN_PIECE_BYTES))
  const marked = Buffer.concat([Buffer.of(count), value])
  return Array.from({ length: count }, (_, at) =>
    new Uint8Array(marked.subarray(at * KEYCHAIN_PIECE_BYTES, (at + 1) * KEYCHAIN_PIECE_BYTES)))
}
