import type { MessageRow } from '../../shared/contract/mail.ts'
import { VERDICTS_GATHERED, VERDICTS_GATHERED_MS } from '../../shared/limits.ts'
import { isDiskFull } from '../store/store.ts'
import type { Freezing, FrozenVerdicts } from '../trust/frozen-verdicts.ts'
import type { RecipientDomain } from '../trust/domain/recipient-domain.ts'
import type { OnBug } from './core-options.ts'
import { gatherVerdicts, messagesOf, type Found } from './gathered-verdicts.ts'
import type { SyncHost } from './threads/sync-host.ts'
import { startTrust, type TrustHost } from './threads/trust-host.ts'
import type { Assessed, LookUps, ReceivedReport, ReceivingAccount, TrustStart } from './threads/trust-messages.ts'

interface Room {
  frozen: FrozenVerdicts
  /** In the transaction that freezes them: what was received for the first time (E5). */
  received: (messages: readonly Received[]) => void
  sync: SyncHost
  start: Omit<TrustStart, 'skip' | 'oneByOne'>
  /** Where mail is received now; asked again at each change. */
  receiving: () => readonly ReceivingAccount[]
  domainFound: (domain: string, found: RecipientDomain) => void
  /** Delivery reports were met among received mail; the same one may come again. */
  reported: (reports: readonly ReceivedReport[]) => void
  onBug: OnBug
}

/** The badges of one session: found in a thread of their own, frozen in the state, shown with the mail. */
export interface Verdicts {
  readonly frozen: FrozenVerdicts
  /** What was found of a message whose look-ups have not all been answered yet; null when nothing is known. */
  provisional(messageId: number): Assessed | null
  /** Something of the accounts or of where they receive is different. */
  accountsChanged(): void
  /** Names are looked up in another way from now on. */
  lookUpsChanged(lookUps: LookUps): void
  /** What has to be added to this computer's clock (ms); null: it is right, as far as is known. */
  clockChanged(behindMs: number | null): void
  /** There may be new mail. */
  wake(): void
  /** How domains stand that somebody writes to; `domainFound` of the room is told of each. */
  lookAt(domains: readonly string[]): void
  /** These rows are on the screen: theirs come first. */
  shown(rows: readonly MessageRow[]): void
  close(): Promise<void>
}

/** A received message whose verdict stands from now on. */
export type Received = Freezing & Pick<Assessed, 'messageId' | 'name' | 'mailbox'>

/** Findings that could not be frozen yet, kept for the pane that explains them; older ones have long left the screen. */
const PROVISIONAL_KEPT = 500

function keepIn(provisional: Map<number, Assessed>, found: Assessed): void {
  provisional.delete(found.messageId)
  provisional.set(found.messageId, found)
  const oldest = provisional.keys().next().value
  if (provisional.size > PROVISIONAL_KEPT && oldest !== undefined) provisional.delete(oldest)
}

/** What the rows of the messages show; what is not frozen has no digest. */
const rowsOf = ({ known, settled, provisional, notWhole }: Omit<Found, 'kind'>) => [
  ...known.map(({ messageId, digest, state }) => ({ messageId, verdict: state, digest })),
  ...settled.map(({ messageId, digest, assessment }) => ({ messageId, verdict: assessment.state, digest })),
  ...provisional.map(({ messageId, assessment }) => ({ messageId, verdict: assessment.state, digest: null })),
  ...notWhole.map((messageId) => ({ messageId, verdict: 'unknown' as const, digest: null })),
]

/** Starts assessing: what was not assessed in earlier sessions goes on. */
export function startVerdicts({ frozen, received, sync, start, receiving, domainFound, reported, onBug }: Room): Verdicts {
  const provisional = new Map<number, Assessed>()
  const freeze = ({ known, settled, provisional: open, notWhole }: Omit<Found, 'kind'>): void => {
    frozen.freeze(settled.map(({ digest, receivedAt, assessedAt, assessment, ...message }) => ({ ...message, digest, verdict: { ...assessment, receivedAt, assessedAt } })), received)
    for (const found of open) keepIn(provisional, found)
    if (settled.some(({ assessment: { evidence: { sender } } }) => sender.status === 'ready' && isNew(sender.domain))) accountsChanged()
    sync.tell({ kind: 'verdicts', found: rowsOf({ known, settled, provisional: open, notWhole }) })
  }
  let known: ReadonlySet<string> = new Set()
  const isNew = (domain: string | null): boolean => domain !== null && !known.has(domain)
  const accountsChanged = (): void => {
    const accounts = receiving()
    known = new Set(accounts.flatMap(({ practice }) => [...practice.domains, ...practice.knownDomains]))
    host.accounts(accounts)
  }
  const gathered = gatherVerdicts({
    most: VERDICTS_GATHERED, withinMs: VERDICTS_GATHERED_MS,
    write(found) {
      try {
        freeze(found)
      } catch (error) {
        // Nothing was frozen and nothing is shown: the messages still wait, and are found again once there is room.
        if (!isDiskFull(error)) onBug('freezing verdicts', error)
      }
    },
  })
  /** On the screen without a badge: these do not wait for others. */
  const awaited = new Set<number>()
  const host: TrustHost = startTrust(start, {
    known: (digests) => digests.map((digest) => frozen.stateOf(digest) ?? gathered.stateOf(digest)),
    found(message) { gathered.add(message, messagesOf(message).filter((id) => awaited.delete(id)).length > 0) },
    domain({ domain, found }) { domainFound(domain, found) },
    reports: reported,
    broke(messageId) { sync.tell({ kind: 'verdicts', found: [{ messageId, verdict: 'unknown', digest: null }] }) },
    gaveUp(error) { onBug('the trust thread', error) },
  })
  accountsChanged()
  return {
    frozen, accountsChanged,
    provisional: (messageId) => provisional.get(messageId) ?? null,
    lookUpsChanged(lookUps) { host.lookUps(lookUps) },
    clockChanged(behindMs) { host.clock(behindMs) },
    wake() { host.wake() },
    lookAt(domains) { host.lookAt(domains) },
    shown(rows) {
      const waiting = rows.filter(({ verdict }) => verdict === 'pending').map(({ id }) => id)
      if (waiting.length === 0) return
      if (waiting.some((id) => gathered.holds(id))) gathered.flush()
      awaited.clear()
      for (const id of waiting) awaited.add(id)
      host.first(waiting)
    },
    async close() {
      await host.close()
      gathered.flush()
    },
  }
}
