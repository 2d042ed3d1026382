import path from 'node:path'
import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import type { GuardedAct, Proof, VaultState } from '../../shared/contract/vault.ts'
import { RECOVERY_COST } from '../../shared/limits.ts'
import { beginEnrol, confirmEnrol, finishEnrol } from './enrolling.ts'
import { systemTimers } from './idle-lock.ts'
import type { Timers } from './idle-lock.ts'
import { createTurns } from './in-turn.ts'
import { removeSlot, renewRecovery, setIdleLock } from './key-changes.ts'
import type { Keys } from './keys.ts'
import type { Matter, Parts } from './parts.ts'
import { beginProof, unproven, type Unproven } from './proof.ts'
import { createRecoveryThrottle } from './recovery-throttle.ts'
import type { NoSecretStore, SecretStore } from './secret-store.ts'
import { Session } from './session.ts'
import type { Factor, LockHook, LockReason, Unlocked, UnlockHook } from './session.ts'
import type { ScryptCost } from './slots.ts'
import { createTickets } from './tickets.ts'
import { beginUnlock, finishUnlock, unlockWithRecovery } from './unlocking.ts'
import { describeVault } from './vault-state.ts'
import { createWelcome } from './welcome.ts'

export interface VaultOptions {
  /** The data folder: `vault.json` stands here, beside the databases. */
  readonly directory: string
  readonly secrets: SecretStore | NoSecretStore
  /** Every origin under which our own page may ask. */
  readonly origin: readonly string[]
  readonly rpId: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly timers?: Timers
  /** Cheaper in tests only. */
  readonly recoveryCost?: ScryptCost
  /** What went wrong in a lock that nobody waits for: it locked all the same. */
  readonly onFault?: (error: unknown) => void
}

/** The one holder of keys. Operations are those of the contract, by the same names. */
export interface Vault extends AsyncDisposable {
  state(): Promise<VaultState>
  beginProof(input: ParsedInputOf<'vault.beginProof'>): Promise<HandlerOutcome<'vault.beginProof'>>
  /** Whether somebody who may open this vault is there at this moment, for this act of another room. Null: yes. */
  prove(act: GuardedAct, proof: Proof): Promise<Unproven | null>
  beginEnrol(input: ParsedInputOf<'vault.beginEnrol'>): Promise<HandlerOutcome<'vault.beginEnrol'>>
  finishEnrol(input: ParsedInputOf<'vault.finishEnrol'>): Promise<HandlerOutcome<'vault.finishEnrol'>>
  confirmEnrol(input: ParsedInputOf<'vault.confirmEnrol'>): Promise<HandlerOutcome<'vault.confirmEnrol'>>
  beginUnlock(): Promise<HandlerOutcome<'vault.beginUnlock'>>
  finishUnlock(input: ParsedInputOf<'vault.finishUnlock'>): Promise<HandlerOutcome<'vault.finishUnlock'>>
  unlockWithRecovery(input: ParsedInputOf<'vault.unlockWithRecovery'>): Promise<HandlerOutcome<'vault.unlockWithRecovery'>>
  /** Resolves once it is locked: everybody has closed (or had the time to), keys are zeroed. Rejects afterwards when somebody failed to close. */
  lock(because: LockReason): Promise<void>
  /** The shell says that the screen was locked, or that the machine goes to sleep. */
  screenLocked(): void
  suspended(): void
  touch(): void
  setIdleLock(input: ParsedInputOf<'vault.setIdleLock'>): Promise<HandlerOutcome<'vault.setIdleLock'>>
  removeSlot(input: ParsedInputOf<'vault.removeSlot'>): Promise<HandlerOutcome<'vault.removeSlot'>>
  renewRecovery(input: ParsedInputOf<'vault.renewRecovery'>): Promise<HandlerOutcome<'vault.renewRecovery'>>

  /** False from the moment that it begins to lock. */
  isUnlocked(): boolean
  /** The keys of the stores while open; the same bytes until they are zeroed at lock. Throws when locked. */
  keys(): Keys
  /** By what it was opened; null when locked. */
  factor(): Factor | null
  /** Each returns its end. Hooks run before it says unlocked (in order) or locked; `onUnlocked` and `onLocked` hear of it afterwards. */
  onUnlock(hook: UnlockHook): () => void
  onLock(hook: LockHook): () => void
  onLocked(listener: (because: LockReason) => void): () => void
  onUnlocked(listener: (unlocked: Unlocked) => void): () => void
}

/** A vault over one data folder. Every start is locked, or a first run where no vault ever was. */
export function createVault(options: VaultOptions): Vault {
  const onFault = options.onFault ?? ((error: unknown) => { throw error })
  const parts = partsOf(options, onFault)
  const { session } = parts
  /** Also where it is locked already: a ceremony that began before the lock must not end after it. */
  const lock = (because: LockReason): Promise<void> => {
    parts.tickets.clear()
    parts.welcome.end()
    return session.lock(because)
  }
  const lockByItself = (because: LockReason) => { lock(because).catch(onFault) }
  session.onLocked(() => {
    parts.tickets.clear()
    parts.welcome.end()
  })
  return {
    state: describeVault(parts, options.secrets.kind),
    beginProof: (input) => beginProof(parts, input),
    prove: (act, proof) => unproven(parts, act, proof),
    beginEnrol: (input) => beginEnrol(parts, input),
    finishEnrol: (input) => finishEnrol(parts, input),
    confirmEnrol: (input) => confirmEnrol(parts, input),
    beginUnlock: () => beginUnlock(parts),
    finishUnlock: (input) => finishUnlock(parts, input),
    unlockWithRecovery: (input) => unlockWithRecovery(parts, input),
    lock,
    screenLocked: () => { lockByItself('screen') },
    suspended: () => { lockByItself('sleep') },
    touch: () => { session.touch() },
    setIdleLock: (input) => setIdleLock(parts, input),
    removeSlot: (input) => removeSlot(parts, input),
    renewRecovery: (input) => renewRecovery(parts, input),
    isUnlocked: () => session.phase === 'open',
    keys: () => session.keys(),
    factor: () => session.open?.unlocked.factor ?? null,
    onUnlock: session.onUnlock, onLock: session.onLock, onLocked: session.onLocked,
    onUnlocked: session.onUnlocked,
    [Symbol.asyncDispose]: () => session.lock('person'),
  }
}

function partsOf(options: VaultOptions, onFault: (error: unknown) => void): Parts {
  const { now, timers = systemTimers } = options
  return {
    directory: path.resolve(options.directory),
    party: { rpId: options.rpId, origins: options.origin },
    store: options.secrets.kind === 'unavailable' ? null : options.secrets,
    session: new Session({ now, timers, onFault }),
    tickets: createTickets<Matter>(now),
    throttle: createRecoveryThrottle(timers),
    welcome: createWelcome(now),
    recoveryTurn: createTurns(),
    refusedTries: [],
    cost: options.recoveryCost ?? RECOVERY_COST,
    now,
  }
}
