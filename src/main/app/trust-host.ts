import { Worker } from 'node:worker_threads'
import { ASSESS_MESSAGE_MS } from '../../shared/limits.ts'
import type { FromTrust, LookUps, ReceivedReport, ReceivingAccount, ToTrust, TrustStart } from './trust-messages.ts'
import { workerFile } from './worker-file.ts'

export interface TrustHost {
  /** The accounts whose mail is assessed, anew whenever something of them changes. */
  accounts(accounts: readonly ReceivingAccount[]): void
  /** From now on names are looked up in this way. */
  lookUps(lookUps: LookUps): void
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
  /** It breaks without a message to blame: a bug, and no verdicts until the next unlock. */
  gaveUp(error: unknown): void
}

function passOn(listener: TrustListener, message: FromTrust): void {
  if (message.kind === 'found') listener.found(message)
  if (message.kind === 'reports') listener.reports(message.reports)
}

/** Keeps the trust thread alive; a message that breaks it costs that message's verdict, nothing else. */
export function startTrust(start: Omit<TrustStart, 'skip' | 'oneByOne'>, listener: TrustListener): TrustHost {
  const skip: number[] = []
  let worker: Worker | undefined
  let accounts: readonly ReceivingAccount[] = []
  let { lookUps } = start
  let reading: readonly number[] = []
  let oneByOne = false
  let late: NodeJS.Timeout | undefined
  let closing = false
  const domains = awaitedDomains(listener, (asked) => { tell({ kind: 'domains', domains: asked }) })

  const ended = (of: Worker, error: unknown): void => {
    if (worker !== of) return
    worker = undefined
    clearTimeout(late)
    if (closing) return
    const [suspect] = reading
    if (suspect === undefined) {
      listener.gaveUp(error)
      return
    }
    if (reading.length === 1) {
      skip.push(suspect)
      listener.broke(suspect)
    }
    oneByOne = true
    reading = []
    run()
  }
  const hear = (of: Worker, message: FromTrust): void => {
    if (closing || domains.hear(message)) return
    clearTimeout(late)
    reading = message.kind === 'reading' ? message.messageIds : []
    if (message.kind === 'reading') late = setTimeout(() => { void of.terminate() }, ASSESS_MESSAGE_MS)
    if (message.kind === 'ask') of.postMessage({ kind: 'known', states: listener.known(message.digests) } satisfies ToTrust)
    passOn(listener, message)
  }
  function run(): void {
    const fresh = workerWith({ ...start, lookUps, skip, oneByOne })
    worker = fresh
    fresh.on('message', (message: FromTrust) => { hear(fresh, message) })
    fresh.on('error', (error) => { ended(fresh, error) })
    fresh.on('exit', () => { ended(fresh, new Error('the trust thread ended')) })
    tell({ kind: 'accounts', accounts })
    domains.again()
  }
  const tell = (message: ToTrust): void => { worker?.postMessage(message) }
  run()
  return {
    accounts(now) { tell({ kind: 'accounts', accounts: accounts = now }) },
    lookUps(now) { tell({ kind: 'lookUps', lookUps: lookUps = now }) },
    wake() { tell({ kind: 'wake' }) },
    first(messageIds) { tell({ kind: 'first', messageIds }) },
    lookAt: domains.ask,
    async close() {
      closing = true
      clearTimeout(late)
      await worker?.terminate()
    },
  }
}

/** Domains that somebody waits for: asked again of a thread that is started anew. */
function awaitedDomains(listener: Pick<TrustListener, 'domain'>, ask: (domains: readonly string[]) => void) {
  const awaited = new Set<string>()
  return {
    ask: (domains: readonly string[]): void => {
      for (const domain of domains) awaited.add(domain)
      ask(domains)
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
const workerWith = (workerData: TrustStart): Worker => new Worker(workerFile('trust-thread'), { workerData, resourceLimits: { maxOldGenerationSizeMb: 512 } })
