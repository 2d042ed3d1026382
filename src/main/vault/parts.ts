import { refused } from '../../shared/contract/declare.ts'
import type { GuardedAct } from '../../shared/contract/vault.ts'
import type { RelyingParty, AssertionTarget, CeremonyRefusal } from './ceremony.ts'
import type { InTurn } from './in-turn.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import type { AuthenticatorSlot, KeyFileContent, KeyFileState } from './key-file.ts'
import { hold, prfOutput } from './secret.ts'
import type { Held } from './secret.ts'
import { SecretStoreUnavailable } from './secret-store.ts'
import type { SecretStore } from './secret-store.ts'
import type { RefusedTry, Session } from './session.ts'
import type { Credential, ScryptCost } from './slots.ts'
import type { RecoveryThrottle } from './recovery-throttle.ts'
import type { Tickets } from './tickets.ts'
import type { Welcome } from './welcome.ts'

/** What a ticket was handed out for. */
export interface EnrolMatter {
  readonly for: 'enrol'
  readonly firstRun: boolean
  readonly challenge: string
  readonly prfSalt: string
  readonly userHandle: string
  readonly person: { readonly name: string; readonly practice: string }
  readonly label: string
}
export interface ConfirmMatter { readonly for: 'confirm'; readonly enrol: EnrolMatter; readonly challenge: string; readonly credential: Credential }
export interface ProofMatter { readonly for: 'proof'; readonly act: GuardedAct; readonly challenge: string }
export interface UnlockMatter { readonly for: 'unlock'; readonly challenge: string }
export type Matter = EnrolMatter | ConfirmMatter | ProofMatter | UnlockMatter

/** What the vault's acts share. */
export interface Parts {
  readonly directory: string
  readonly party: RelyingParty
  /** Null: there is no keychain, so nothing starts. */
  readonly store: SecretStore | null
  readonly session: Session
  readonly tickets: Tickets<Matter>
  readonly throttle: RecoveryThrottle
  readonly welcome: Welcome
  /** Tries with the printed code wait for each other, not for anybody with a key in hand. */
  readonly recoveryTurn: InTurn
  readonly refusedTries: RefusedTry[]
  readonly cost: ScryptCost
  readonly now: () => number
}

/** Throws when locked: the door in front of the acts that need it open has asked. */
export function openVault({ session }: Parts): { content: KeyFileContent; key: Held } {
  if (session.open === null) throw new Error('the vault is locked')
  return session.open
}

/** While open, what is known counts, not what became of the file since; while locked, the file. */
export const keyFileNow = ({ session, directory }: Parts): KeyFileState =>
  session.open === null ? readKeyFile(directory) : { kind: 'whole', content: session.open.content, isAuthentic: () => true }

/** Writes the key file and lets the open vault know. `forgetting`: no copy of the file before it stays. */
export async function save(
  { directory, session }: Parts, content: KeyFileContent, how: { databaseKey: Uint8Array; forgetting: boolean },
): Promise<'written' | 'disk-full'> {
  const written = await writeKeyFile(directory, content, how)
  if (written === 'written' && session.open !== null) session.update(content)
  return written
}

const TRIES_KEPT = 50

/** Remembers why an attempt failed until there is a journal to write it in; of a flood the first ones. */
export function noteTry({ refusedTries, now }: Parts, because: string): void {
  if (refusedTries.length < TRIES_KEPT) refusedTries.push({ because, at: now() })
}

/** The screen's coarser name for a refusal. */
export const screenName = (because: CeremonyRefusal): 'no-user-verification' | 'ceremony-refused' =>
  because === 'no-user-verification' ? because : 'ceremony-refused'

/** The PRF output as the browser sent it; null when it gave none. Its text stays in memory until it is collected: strings cannot be zeroed. */
export function prfFrom(text: string | null): Held | null | 'malformed' {
  if (text === null) return null
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  return bytes.length === prfOutput.bytes ? hold(prfOutput, bytes) : 'malformed'
}

export const targetOf = (slot: AuthenticatorSlot): AssertionTarget =>
  ({ credentialId: slot.credentialId, transports: slot.transports, prfSalt: slot.kind === 'prf' ? slot.prfSalt : null })

/** The keychain may go away at any moment (a locked Secret Service, a signed-out session): an outcome, not a bug. */
export async function withKeychain<Result>(
  { store }: Parts, work: (store: SecretStore) => Promise<Result>,
): Promise<Result | ReturnType<typeof refused<'keychain-unavailable'>>> {
  if (store === null) return refused('keychain-unavailable')
  try {
    return await work(store)
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return refused('keychain-unavailable')
    throw error
  }
}
