import path from 'node:path'
import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import type { VaultState } from '../../shared/contract/vault.ts'
import { RECOVERY_COST } from '../../shared/limits.ts'
import { beginEnrol, confirmEnrol, finishEnrol } from './enrolling.ts'
import { newRecovery } from './enrolment.ts'
import { systemTimers } from './idle-lock.ts'
import type { Timers } from './idle-lock.ts'
import { createTurns } from './in-turn.ts'
import type { KeyFileContent } from './key-file.ts'
import type { Keys } from './keys.ts'
import { save } from './parts.ts'
import type { Matter, Parts } from './parts.ts'
import { createRecoveryThrottle } from './recovery-throttle.ts'
import type { NoSecretStore, SecretStore } from './secret-store.ts'
import { Session } from './session.ts'
import type { Factor, LockHook, LockReason, Unlocked, UnlockHook } from './session.ts'
import { withoutSlot } from './slot-rules.ts'
import type { ScryptCost } from './slots.ts'
import { createTickets } from './tickets.ts'
import { beginUnlock, finishUnlock, unlockWithRecovery } from './unlocking.ts'
import { describeVault } from './vault-state.ts'

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
  renewRecovery(): Promise<HandlerOutcome<'vault.renewRecovery'>>

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
    return session.lock(because)
  }
  const lockByItself = (because: LockReason) => { lock(because).catch(onFault) }
  session.onLocked(() => { parts.tickets.clear() })
  return {
    state: describeVault(parts, options.secrets.kind),
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
    setIdleLock: ({ minutes }) => change(parts, (content) => ({ content: { ...content, idleLockMs: minutes * 60_000 } })),
    removeSlot: ({ slotId }) => removeSlot(parts, slotId),
    renewRecovery: () => renewRecovery(parts),
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
    recoveryTurn: createTurns(),
    refusedTries: [],
    cost: options.recoveryCost ?? RECOVERY_COST,
    now,
  }
}

/** Throws when locked: the door in front of these acts has asked. */
function openVault({ session }: Parts) {
  if (session.open === null) throw new Error('the vault is locked')
  return session.open
}

/** `forgetting`: what stood in the file before opens something that must not open any more. */
interface Change { readonly content: KeyFileContent; readonly forgetting?: boolean }

const change = (parts: Parts, make: (content: KeyFileContent) => Change): Promise<Outcome<Record<string, never>, 'disk-full'>> =>
  parts.session.inTurn(() => store(parts, make(openVault(parts).content)))

async function store(parts: Parts, { content, forgetting = false }: Change): Promise<Outcome<Record<string, never>, 'disk-full'>> {
  const written = await save(parts, content, { databaseKey: openVault(parts).key.bytes, forgetting })
  return written === 'written' ? done({}) : refused('disk-full')
}

const removeSlot = (parts: Parts, slotId: string): ReturnType<Vault['removeSlot']> => parts.session.inTurn(async () => {
  const removal = withoutSlot(openVault(parts).content, slotId)
  return removal.kind === 'refused' ? refused(removal.because) : store(parts, { content: removal.content, forgetting: true })
})

const renewRecovery = (parts: Parts): ReturnType<Vault['renewRecovery']> => parts.session.inTurn(async () => {
  const { content, key } = openVault(parts)
  const { recoveryCode, recovery } = await newRecovery(key.bytes, { now: parts.now(), cost: parts.cost })
  const slots = [...content.slots.filter(({ kind }) => kind !== 'recovery'), recovery]
  const stored = await store(parts, { content: { ...content, slots }, forgetting: true })
  return stored.ok ? done({ recoveryCode }) : stored
})
