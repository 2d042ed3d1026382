/**
 * Where the workstation keeps small secrets: the operating system's keychain, or a file in the demo and in tests.
 * Every method throws `SecretStoreUnavailable` when the place itself cannot be reached.
 */
export interface SecretStore {
  readonly kind: 'system' | 'file'
  /** Null when there is none by that name: not the same as one that cannot be read, which throws. */
  get(name: string): Promise<Uint8Array | null>
  /** Returns once the secret has been read back. */
  set(name: string, value: Uint8Array): Promise<void>
  delete(name: string): Promise<void>
}

/** There is no keychain: no start, and never a clear-text file instead. */
export interface NoSecretStore {
  readonly kind: 'unavailable'
  /** What the system said, for the log: it holds no secret. */
  readonly because: string
}

export class SecretStoreUnavailable extends Error {
  override readonly name = 'SecretStoreUnavailable'
}
