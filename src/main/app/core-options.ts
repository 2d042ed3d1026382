import type { About } from '../../shared/contract/app.ts'
import type { NoSecretStore, SecretStore } from '../vault/secret-store.ts'
import type { SampleAccount } from './sample-account.ts'
import type { LookUps } from './threads/trust-messages.ts'

export interface CoreOptions {
  /** Where the encrypted stores live; made when it is not there. */
  dataDirectory: string
  secrets: SecretStore | NoSecretStore
  /** The origin of our own page: WebAuthn answers for it alone. */
  origin: string
  relyingPartyId: string
  shell: About['shell']
  version: string
  demo: SampleAccount | null
  /** What the shell knows of battery and line by itself; absent: nothing, and screens tell it. */
  power?: PowerSource
  /** How names are looked up; absent: over the system's resolver, from the root's trust anchors. */
  lookUps?: LookUps
}

/** A shell that can tell whether this computer runs on its battery. */
export interface PowerSource {
  isOnBattery(): boolean
  /** Returns its end. */
  watch(onChange: () => void): () => void
}

/** A bug is named, never described: its message could hold anything that a mail holds. */
export type OnBug = (where: string, error: unknown) => void
