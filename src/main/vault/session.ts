import { LOCK_WAIT_MS } from '../../shared/limits.ts'
import { createIdleLock } from './idle-lock.ts'
import type { IdleLock, Timers } from './idle-lock.ts'
import { createTurns } from './in-turn.ts'
import type { KeyFileContent } from './key-file.ts'
import { deriveKeys } from './keys.ts'
import type { Keys } from './keys.ts'
import type { Held } from './secret.ts'

/** `fault`: something broke that only a new start of the session can mend. */
export type LockReason = 'person' | 'idle' | 'screen' | 'sleep' | 'fault'
/** Why the stores behind the vault did not open, although the key was right. `damaged-copy`: only the copy of the mail, which the servers have. */
export type OpenRefusal = 'wrong-key' | 'damaged-file' | 'damaged-copy' | 'newer-schema' | 'disk-full' | 'in-use'

/** By what the vault was opened, for the journal: which key slot, and when. */
export interface Factor {
  readonly kind: 'prf' | 'assertion' | 'recovery'
  readonly slotId: string
  readonly at: number
}

/** An attempt that did not open the vault: the journal is closed then, so it is told at the next unlock. */
export interface RefusedTry { readonly because: string; readonly at: number }

export interface Unlocked {
  readonly factor: Factor
  readonly person: { readonly name: string; readonly practice: string } | null
  readonly firstRun: boolean
  readonly refusedBefore: readonly RefusedTry[]
}

/** Opens what is behind the vault. `null`: opened. Must not wait for a call of the vault itself. */
export type UnlockHook = (unlocked: Unlocked) => Promise<OpenRefusal | null> | OpenRefusal | null
/** Closes it again; keys still work. `not-opened`: an unlock hook refused. Must not wait for a call of the vault itself. */
export type LockHook = (because: LockReason | 'not-opened') => Promise<void> | void

interface Opening { content: KeyFileContent; key: Held; unlocked: Unlocked }
interface Open extends Opening { readonly keys: Keys & Disposable; readonly idle: IdleLock }

/** `opening` and `closing`: keys work, for the hooks; nobody else is let in. */
export type Phase = 'locked' | 'opening' | 'open' | 'closing'

export interface SessionOptions {
  readonly now: () => number
  readonly timers: Timers
  /** What went wrong in a lock that nobody asked for and so nobody waits for. */
  readonly onFault: (error: unknown) => void
}

/** What is in memory while the vault is open, and the order in which it comes and goes. */
export class Session {
  /** One at a time: what changes the vault or its file waits for what came before. */
  readonly inTurn = createTurns()
  readonly #options: SessionOptions
  readonly #unlockHooks = new Set<UnlockHook>()
  readonly #lockHooks = new Set<LockHook>()
  readonly #lockedListeners = new Set<(because: LockReason) => void>()
  readonly #unlockedListeners = new Set<(unlocked: Unlocked) => void>()
  #open: Open | null = null
  #phase: Phase = 'locked'
  #lockedBecause: LockReason | 'start' = 'start'
  #locking: Promise<void> | null = null

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get phase(): Phase { return this.#phase }
  get lockedBecause(): LockReason | 'start' { return this.#lockedBecause }
  /** The key file's content and the database key; null when locked. */
  get open(): Opening | null { return this.#open }

  /** Throws when locked: nobody may be there to ask. */
  keys(): Keys {
    if (this.#open === null) throw new Error('the vault is locked')
    return this.#open.keys
  }

  touch(): void {
    this.#open?.idle.touch()
  }

  /** Takes over the key. A refusal of a hook closes everything again. */
  async begin(opening: Opening): Promise<OpenRefusal | null> {
    if (this.#open !== null) throw new Error('the vault is open already')
    this.#open = { ...opening, keys: deriveKeys(opening.key.bytes), idle: this.#idleLock(opening.content.idleLockMs) }
    this.#phase = 'opening'
    let refusal: OpenRefusal | null = null
    try {
      for (const hook of this.#unlockHooks) {
        refusal = await hook(opening.unlocked)
        if (refusal !== null) break
      }
    } catch (error) {
      await this.#close('not-opened')
      throw error
    }
    if (refusal !== null) {
      await this.#close('not-opened')
      return refusal
    }
    this.#phase = 'open'
    for (const listener of this.#unlockedListeners) listener(opening.unlocked)
    return null
  }

  /** Replaces what is known of the key file. */
  update(content: KeyFileContent): void {
    if (this.#open === null) throw new Error('the vault is locked')
    this.#open.content = content
    this.#open.idle.setIdle(content.idleLockMs)
  }

  /** Waits for what is under way. Rejects, once it is locked all the same, with what failed to close. */
  lock(because: LockReason): Promise<void> {
    this.#locking ??= this.inTurn(() => this.#close(because)).finally(() => { this.#locking = null })
    return this.#locking
  }

  readonly onUnlock = (hook: UnlockHook): (() => void) => subscribe(this.#unlockHooks, hook)
  readonly onLock = (hook: LockHook): (() => void) => subscribe(this.#lockHooks, hook)
  readonly onLocked = (listener: (because: LockReason) => void): (() => void) => subscribe(this.#lockedListeners, listener)
  readonly onUnlocked = (listener: (unlocked: Unlocked) => void): (() => void) => subscribe(this.#unlockedListeners, listener)

  /** Everybody gets to close; then the keys go, also when somebody failed to or hangs. */
  async #close(because: LockReason | 'not-opened'): Promise<void> {
    const was = this.#open
    if (was === null) return
    this.#phase = 'closing'
    was.idle[Symbol.dispose]()
    const failed = await closeAll([...this.#lockHooks].reverse(), because, this.#options.timers)
    was.keys[Symbol.dispose]()
    was.key[Symbol.dispose]()
    this.#open = null
    this.#phase = 'locked'
    if (because !== 'not-opened') {
      this.#lockedBecause = because
      for (const listener of this.#lockedListeners) listener(because)
    }
    if (failed.length > 0) throw new AggregateError(failed, 'not everything closed before the lock')
  }

  #idleLock(idleMs: number): IdleLock {
    const { now, timers, onFault } = this.#options
    return createIdleLock({ idleMs, now, timers, onIdle: () => { this.lock('idle').catch(onFault) } })
  }
}

function subscribe<Item>(items: Set<Item>, item: Item): () => void {
  items.add(item)
  return () => { items.delete(item) }
}

/** All hooks side by side, the last to subscribe first; gives what went wrong, a hook that did not end in time included. */
async function closeAll(hooks: readonly LockHook[], because: Parameters<LockHook>[0], timers: Timers): Promise<unknown[]> {
  const closing = Promise.allSettled(hooks.map(async (hook) => { await hook(because) }))
  let stop: () => void = () => undefined
  const late = new Promise<'late'>((resolve) => { stop = timers.set(() => { resolve('late') }, LOCK_WAIT_MS) })
  const ended = await Promise.race([closing, late])
  stop()
  return ended === 'late'
    ? [new Error('a session did not close in time')]
    : ended.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)
}
