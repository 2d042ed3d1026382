import type { NtaStatus } from '../../../shared/norm/nta-status.ts'
import { notLookedUp, type RecipientDomain } from '../../trust/domain/recipient-domain.ts'
import { DOMAIN_FRESH_MS, DOMAIN_RETRY_MS, DOMAINS_KEPT, DOMAINS_WITHIN_MS } from './routing-limits.ts'

/** How the domains stand that somebody writes to. What is known is given at once; what is not is asked for and told of later. */
export interface RecipientDomains {
  /** Null until it is known. What is no longer fresh is given and looked up again. */
  known(domain: string): RecipientDomain | null
  /** As they stand now, the oldest no older than `known` gives them; who is not found in time stands as not looked up. */
  find(domains: readonly string[]): Promise<ReadonlyMap<string, RecipientDomain>>
  found(domain: string, finding: RecipientDomain): void
  /** Names are looked up in another way from now on. */
  forget(): void
  /** Nobody waits any longer: a lock is not kept waiting by a name server. */
  close(): void
}

interface Options {
  readonly lookAt: (domains: readonly string[]) => void
  /** Something is known now that was not, or has changed. */
  readonly onFound: () => void
  readonly now: () => number
}

const failed: ReadonlySet<NtaStatus> = new Set(['lookupFailed', 'indeterminate', 'bogus'])

export function createRecipientDomains({ lookAt, onFound, now }: Options): RecipientDomains {
  const kept = new Map<string, RecipientDomain>()
  const asked = new Set<string>()
  const waiting = new Set<() => void>()
  let isClosed = false
  const isFresh = ({ status, at }: RecipientDomain): boolean => Math.abs(now() - at) < (failed.has(status) ? DOMAIN_RETRY_MS : DOMAIN_FRESH_MS)
  const ask = (domains: readonly string[]): void => {
    const fresh = domains.filter((domain) => !asked.has(domain))
    for (const domain of fresh) asked.add(domain)
    if (fresh.length > 0) lookAt(fresh)
  }
  const needed = (domain: string): boolean => {
    const standing = kept.get(domain)
    return standing === undefined || !isFresh(standing)
  }
  return {
    known(domain) {
      if (needed(domain)) ask([domain])
      return kept.get(domain) ?? null
    },
    async find(domains) {
      const wanted = [...new Set(domains)].filter(needed)
      ask(wanted)
      const late = Date.now() + DOMAINS_WITHIN_MS
      while (!isClosed && wanted.some((domain) => asked.has(domain)) && Date.now() < late) await told(waiting, late - Date.now())
      return new Map(domains.map((domain) => {
        const standing = kept.get(domain)
        return [domain, standing !== undefined && !needed(domain) ? standing : notLookedUp(now())]
      }))
    },
    found(domain, finding) {
      asked.delete(domain)
      const before = kept.get(domain)
      kept.delete(domain)
      kept.set(domain, finding)
      const oldest = kept.keys().next().value
      if (kept.size > DOMAINS_KEPT && oldest !== undefined) kept.delete(oldest)
      for (const tell of waiting) tell()
      if (before?.status !== finding.status || before.hasNoMailHost !== finding.hasNoMailHost) onFound()
    },
    forget() {
      kept.clear()
      asked.clear()
      onFound()
    },
    close() {
      isClosed = true
      for (const tell of waiting) tell()
    },
  }
}

/** Until somebody tells of a finding, or it is too late. */
function told(waiting: Set<() => void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const tell = (): void => {
      clearTimeout(timer)
      waiting.delete(tell)
      resolve()
    }
    const timer = setTimeout(tell, ms)
    waiting.add(tell)
  })
}
