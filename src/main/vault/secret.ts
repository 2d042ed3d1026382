import { randomBytes } from 'node:crypto'

/** A secret declares its life: how long it is, where it rests, and when it leaves memory. */
export interface Secret {
  readonly name: string
  readonly bytes: number
  /** `key-slots`: wrapped in the key file. `keychain`: of the operating system. `authenticator`: in the hardware. `derived`: nowhere. */
  readonly rests: 'key-slots' | 'keychain' | 'authenticator' | 'derived'
  /** `use`: at the end of the one step that needs it. `lock`: when the vault locks. */
  readonly forgetOn: 'use' | 'lock'
}

/** Opens everything; random, and never shown or written unwrapped. */
export const databaseKey: Secret = { name: 'database key', bytes: 32, rests: 'key-slots', forgetOn: 'lock' }

/** Ties the slots of authenticators to this workstation. */
export const deviceSecret: Secret = { name: 'device secret', bytes: 32, rests: 'keychain', forgetOn: 'use' }

/** What the authenticator makes of a slot's salt (WebAuthn level 3, PRF extension). */
export const prfOutput: Secret = { name: 'PRF output', bytes: 32, rests: 'authenticator', forgetOn: 'use' }

export const wrapKey: Secret = { name: 'wrap key', bytes: 32, rests: 'derived', forgetOn: 'use' }

/** Bytes of a secret in memory, zeroed at the end of the scope that holds them (`using`). */
export interface Held extends Disposable {
  readonly bytes: Uint8Array
}

/** Takes over these bytes: from here on they are zeroed with the holder. Throws when they are not of the declared length. */
export function hold(secret: Secret, bytes: Uint8Array): Held {
  if (bytes.length !== secret.bytes) throw new Error(`${secret.name} has ${secret.bytes} bytes`)
  return { bytes, [Symbol.dispose]: () => { bytes.fill(0) } }
}

/** A new one, from the system's random source. */
export const fresh = (secret: Secret): Held => hold(secret, new Uint8Array(randomBytes(secret.bytes)))
