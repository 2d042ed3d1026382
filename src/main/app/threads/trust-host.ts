import type { Worker } from 'node:worker_threads'
import { ASSESS_MESSAGE_MS } from '../../../shared/limits.ts'
import { notLookedUp } from '../../trust/domain/recipient-domain.ts'
import { StoreThread } from './store-thread.ts'
import type { FromTrust, LookUps, ReceivedReport, ReceivingAccount, ToTrust, TrustStart } from './trust-messages.ts'

export interface TrustHost {
  /** The accounts whose mail is assessed, anew whenever something of them changes. */
  accounts(accounts: readonly ReceivingAccount[]): void
  /** From now on names are looked up in this way. */
  lookUps(lookUps: LookUps): void
  /** What has to be added to this computer's clock from now on (ms); null: nothing. */
  clock(behindMs: number | null): void
  wake(): void
  first(messageIds: readonly number[]): void
  /** How these domains stand, each told by `domain` of the listener; again after the thread broke. */
  lookAt(domains: readonly string[]): void
  close(): Promise<void>
}

export interface TrustListener {
  /** The states that are frozen already, in the order asked. */
  known(digests: readonly Uint8Array[]): Extract<ToTrust, { kind: 'known' }>['states']
  found(message: Extract<FromTrust, { kind: 'found' }>): void
  /** Delivery reports among received mail; the same one may be told again. */
  reports(reports: readonly ReceivedReport[]): void
  domain(message: Extract<FromTrust, { kind: 'domain' }>): void
  /** This message broke the thread or outlasted it: no verdict is possible in this session. */
  broke(messageId: number): void
  /** It broke without a message to blame: a bug; it is started again, ever slower. */
  gaveUp(error: unknown): void
}

function passOn(listener: TrustListener, message: FromTrust): void {
  if (message.kind === 'found') listener.found(message)
  if (message.kind === 'reports') listener.reports(message.reports)
}

/** Keeps the trust thread alive; a message that breaks it costs that message's verdict, nothing else. */
class KeptThread {
  readonly #start: Omit<TrustStart, 'skip' | 'oneByOne'>
  readonly #listener: TrustListener
  readonly #skip: number[] = []
  readonly #domains: ReturnType<typeof awaitedDomains>
  #worker: Worker | undefined
  #reading: readonly number[] = []
  #oneByOne = false
  #late: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined
  #broken = 0
  #closing = false
  /** What every thread is told, the next one too. */
  readonly #told: { accounts: readonly ReceivingAccount[]; lookUps: LookUps; behindMs: number | null }

  constructor(start: Omit<TrustStart, 'skip' | 'oneByOne'>, listener: TrustListener) {
    this.#start = start
    this.#listener = listener
    this.#told = { accounts: [], lookUps: start.lookUps, behindMs: null }
    this.#domains = awaitedDomains(listener, (asked) => this.#tell({ kind: 'domains', domains: asked }))
    this.#run()
  }

  readonly host: TrustHost = {
    accounts: (accounts) => { this.#tell({ kind: 'accounts', accounts: this.#told.accounts = accounts }) },
    lookUps: (lookUps) => { this.#tell({ kind: 'lookUps', lookUps: this.#told.lookUps = lookUps }) },
    clock: (behindMs) => { this.#tell({ kind: 'clock', behindMs: this.#told.behindMs = behindMs }) },
    wake: () => { this.#tell({ kind: 'wake' }) },
    first: (messageIds) => { this.#tell({ kind: 'first', messageIds }) },
    lookAt: (domains) => { this.#domains.ask(domains) },
    close: async () => {
      this.#closing = true
      clearTimeout(this.#late)
      clearTimeout(this.#again)
      await this.#worker?.terminate()
    },
  }

  /** False: there is no thread to hear it. */
  #tell(message: ToTrust): boolean {
    this.#worker?.postMessage(message)
    return this.#worker !== undefined
  }

  #run(): void {
    const { accounts, lookUps, behindMs } = this.#told
    const fresh = workerWith({ ...this.#start, lookUps, skip: this.#skip, oneByOne: this.#oneByOne })
    this.#worker = fresh
    fresh.on('message', (message: FromTrust) => { this.#hear(fresh, message) })
    fresh.on('error', (error) => { this.#ended(fresh, error) })
    fresh.on('exit', () => { this.#ended(fresh, new Error('the trust thread ended')) })
    if (behindMs !== null) this.#tell({ kind: 'clock', behindMs })
    this.#tell({ kind: 'accounts', accounts })
    this.#domains.again()
  }

  #hear(of: Worker, message: FromTrust): void {
    if (this.#closing) return
    // It works: what broke it before is over.
    if (message.kind === 'found' || message.kind === 'domain') this.#broken = 0
    if (this.#domains.hear(message)) return
    clearTimeout(this.#late)
    this.#reading = message.kind === 'reading' ? message.messageIds : []
    if (message.kind === 'reading') this.#late = setTimeout(() => { void of.terminate() }, ASSESS_MESSAGE_MS)
    if (message.kind === 'ask') of.postMessage({ kind: 'known', states: this.#listener.known(message.digests) } satisfies ToTrust)
    passOn(this.#listener, message)
  }

  #ended(of: Worker, error: unknown): void {
    if (this.#worker !== of) return
    this.#worker = undefined
    clearTimeout(this.#late)
    if (this.#closing) return
    const [suspect] = this.#reading
    if (suspect === undefined) {
      this.#comeBack(error)
      return
    }
    if (this.#reading.length === 1) {
      this.#skip.push(suspect)
      this.#listener.broke(suspect)
    }
    this.#oneByOne = true
    this.#reading = []
    this.#run()
  }

  /** A disk or a memory that was full is not full for ever; nobody should have to lock for it. */
  #comeBack(error: unknown): void {
    this.#domains.giveUp()
    this.#listener.gaveUp(error)
    this.#again = setTimeout(() => { this.#run() }, restartAfterMs(this.#broken++))
    this.#again.unref()
  }
}

/** Ever slower, so that a bug does not become a load. */
export const restartAfterMs = (before: number): number => Math.min(TRUST_RESTART_MS * 2 ** before, TRUST_RESTART_MAX_MS)

const TRUST_RESTART_MS = 2_000
const TRUST_RESTART_MAX_MS = 10 * 60_000

/** Starts it at once. */
export const startTrust = (start: Omit<TrustStart, 'skip' | 'oneByOne'>, listener: TrustListener): TrustHost => new KeptThread(start, listener).host

/** Domains that somebody waits for: asked again of a thread that is started anew. */
function awaitedDomains(listener: Pick<TrustListener, 'domain'>, ask: (domains: readonly string[]) => boolean) {
  const awaited = new Set<string>()
  // Nobody is there to find out: who waits is told so at once, and asks again by and by.
  const giveUp = (): void => {
    for (const domain of awaited) listener.domain({ kind: 'domain', domain, found: notLookedUp(Date.now()) })
    awaited.clear()
  }
  return {
    giveUp,
    ask: (domains: readonly string[]): void => {
      for (const domain of domains) awaited.add(domain)
      if (!ask(domains)) giveUp()
    },
    /** False: it is about something else. */
    hear: (message: FromTrust): boolean => {
      if (message.kind !== 'domain') return false
      awaited.delete(message.domain)
      listener.domain(message)
      return true
    },
    again: (): void => { if (awaited.size > 0) ask([...awaited]) },
  }
}

/** The keys are copied into the thread, which zeroes its own. */
const workerWith = (start: TrustStart): Worker => new StoreThread('trust-thread', start, { maxOldGenerationSizeMb: 512 })
