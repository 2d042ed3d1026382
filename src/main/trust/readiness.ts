import { NTA_FAILURES_KEPT, NTA_FAILURE_KEEP_MS } from '../../shared/limits.ts'
import type { NtaFinding } from '../../shared/norm/nta-status.ts'
import type { Resolver } from '../dns/resolver.ts'
import { ntaOf } from './domain/nta-of-domain.ts'

type Failure = { readonly finding: NtaFinding; readonly until: number }

/** What could not be looked up, per resolver: it is left in peace for a while (DNS-T4). */
const failures = new WeakMap<Resolver, Map<string, Failure>>()

/** The status of a domain at a moment (ms since 1970), from the TXT records at exactly that domain (DNS-R1). `now` is when it is looked up. */
export async function findReadiness(domain: string, { resolver, at, now }: { resolver: Resolver; at: number; now: number }): Promise<NtaFinding> {
  const failed = failures.get(resolver) ?? new Map<string, Failure>()
  failures.set(resolver, failed)
  const before = failed.get(domain)
  if (before !== undefined && now < before.until) return before.finding
  const finding = ntaOf(await resolver.lookUp(domain, 'TXT'), at)
  failed.delete(domain)
  if (finding.status === 'lookupFailed') {
    failed.set(domain, { finding, until: now + NTA_FAILURE_KEEP_MS })
    const oldest = failed.keys().next().value
    if (failed.size > NTA_FAILURES_KEPT && oldest !== undefined) failed.delete(oldest)
  }
  return finding
}
