import { mkdirSync } from 'node:fs'
import type { Handlers, OperationName } from '../../shared/contract/contract.ts'
import type { CoreEvent } from '../../shared/contract/wire.ts'
import { isDamaged, isDiskFull } from '../store/store.ts'
import { createVault } from '../vault/vault.ts'
import { accountOperations } from './account-operations.ts'
import { answer, type Answer } from './answer.ts'
import { appOperations } from './app-operations.ts'
import { bookOperations } from './book-operations.ts'
import { bugName } from './bug-name.ts'
import { createChanges } from './changes.ts'
import { composeOperations } from './compose-operations.ts'
import { createPower } from './copying.ts'
import { copyingOperations } from './copying-operations.ts'
import type { CoreOptions } from './core-options.ts'
import { deliveryOperations } from './delivery-operations.ts'
import { detectionOperations } from './detection-operations.ts'
import { journalOperations } from './journal-operations.ts'
import { createGoingBack, type GoingBack } from './going-back.ts'
import { createLeaving } from './leaving.ts'
import { mailOperations } from './mail-operations.ts'
import { createMailCopy } from './mail-copy.ts'
import { providerOperations } from './provider-operations.ts'
import { budgetOperations } from './budget-operations.ts'
import { storageOperations } from './storage-operations.ts'
import { trustOperations } from './trust-operations.ts'
import { mayPass } from './practice/door.ts'
import { practiceOperations } from './practice/practice-operations.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import type { Session } from './session.ts'
import { vaultOperations } from './vault-operations.ts'

/** The whole program behind a screen: what a shell needs and no more. */
export interface Core {
  answer(name: string, input: unknown): Promise<Answer>
  /** Returns its end. */
  listen(onEvent: (event: CoreEvent) => void): () => void
  /** The workstation's screen was locked, or it goes to sleep. */
  lock(because: 'screen' | 'sleep'): Promise<void>
  isClosed(): boolean
  /** Locks, and ends everything that the core started. */
  close(): Promise<void>
}

const tellBug = (where: string, error: unknown) => { process.stderr.write(`praktijkpost: a bug in ${where}: ${bugName(error)}\n`) }

/** Damage that only shows once rows are read, and a disk that fills up meanwhile, are as expected as those found at once. */
function refusalOf(error: unknown, goingBack: GoingBack): OpenedSession {
  if (isDamaged(error)) {
    goingBack.foundDamaged()
    return { kind: 'damaged-file' }
  }
  if (isDiskFull(error)) return { kind: 'disk-full' }
  throw error
}

/** What the unlock screen offers where a store does not open: each outlives the sessions that are refused. */
function createWaysOut(directory: string) {
  const mailCopy = createMailCopy(directory, { now: () => Date.now(), onBug: tellBug })
  const goingBack = createGoingBack(directory)
  const waysOut: Pick<Handlers, 'copy.fetchAnew' | 'backup.list' | 'backup.choose'> = {
    'copy.fetchAnew': () => mailCopy.fetchAnew(),
    'backup.list': () => goingBack.list(),
    'backup.choose': ({ name }) => goingBack.choose(name),
  }
  return { mailCopy, goingBack, waysOut }
}

/** Everything that is done while a session is open. */
const sessionOperations = (current: () => Session, options: CoreOptions, isOpen: () => boolean) => ({
  ...accountOperations(current, options), ...mailOperations(current), ...composeOperations(current), ...appOperations(current, options), ...trustOperations(current, options),
  ...providerOperations(current), ...bookOperations(current), ...detectionOperations(current), ...deliveryOperations(current), ...storageOperations(current), ...copyingOperations(current), ...budgetOperations(current), ...practiceOperations(current, { directory: options.dataDirectory, isOpen }),
})

/** Starts locked, or at a first run. */
export function createCore(options: CoreOptions): Core {
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 })
  const changes = createChanges()
  const power = createPower(options.power)
  const { mailCopy, goingBack, waysOut } = createWaysOut(options.dataDirectory)
  const vault = createVault({
    directory: options.dataDirectory, secrets: options.secrets, origin: [options.origin], rpId: options.relyingPartyId,
    now: () => Date.now(), onFault: (error) => { tellBug('locking', error) },
  })
  let session: Session | null = null
  let practice = ''
  let closed = false
  /** Handlers behind the second factor run only while a session is open; the door has asked. */
  const current = (): Session => {
    if (session === null) throw new Error('no session is open')
    return session
  }

  const leaving = createLeaving({ options, vault, onOver: () => { changes.touch(['vault']) }, onBug: tellBug })

  vault.onUnlock(async (unlocked) => {
    const opened = await openSession({ options, keys: vault.keys(), unlocked, changes, power, mailCopy, goingBack, onBug: tellBug, now: () => Date.now(), onBroken: () => { vault.lock('fault').catch((error: unknown) => { tellBug('locking', error) }) }, onOver: () => { leaving.begin() } }).catch((error: unknown) => refusalOf(error, goingBack))
    if (opened.kind !== 'open') return opened.kind
    session = opened.session
    practice = unlocked.person?.practice ?? ''
    return null
  })
  vault.onUnlocked(() => {
    changes.tell({ kind: 'unlocked' })
    changes.touch(['vault', 'settings'])
  })
  vault.onLock(async (because) => {
    const ending = session
    session = null
    await ending?.close(because)
  })
  vault.onLocked((because) => {
    changes.tell({ kind: 'locked', because })
    changes.touch(['vault'])
  })

  const handlers: Handlers = {
    ...waysOut,
    ...vaultOperations(vault, changes, (event) => { session?.journal.note({ class: 'keys', ...event }) }), ...sessionOperations(current, options, () => session !== null),
    ...journalOperations({ current, vault, changes, onBug: tellBug, now: () => Date.now(), practice: () => practice }),
  }
  const edge = {
    handlers,
    isUnlocked: () => session !== null,
    mayPass: (name: OperationName, input: object) => session === null || mayPass(session, name, input),
    onBug: (name: string, error: unknown) => { tellBug(name, error) },
  }
  return {
    answer: (name, input) => leaving.over().then(() => answer(edge, name, input)),
    listen: (onEvent) => changes.listen(onEvent),
    lock: (because) => vault.lock(because),
    isClosed: () => closed,
    async close() {
      await vault[Symbol.asyncDispose]()
      for (const part of [changes, power]) part[Symbol.dispose]()
      closed = true
    },
  }
}
