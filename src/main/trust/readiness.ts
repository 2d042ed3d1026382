import { NTA_FAILURES_KEPT, NTA_FAILURE_KEEP_MS } from './limits.ts'
import type { Blindness } from '../../shared/norm/inbound-evidence.ts'
import { ntaStatusOf, type NtaFinding } from '../../shared/norm/nta-status.ts'
import type { Resolver } from '../dns/resolver.ts'
import { blindnessOf } from './blindness.ts'
import { ntaOf } from './domain/nta-of-domain.ts'

/** A domain's status; `blind` where this computer can prove no name, so that it is `indeterminate` (DNS-D2). */
export type Readiness = NtaFinding & { readonly blind: Blindness | null }

type Failures = { readonly byDomain: Map<string, { readonly finding: Readiness; readonly until: number }>; readonly forgotten: number }

/** What could not be looked up, per resolver: it is left in peace for a while (DNS-T4). */
const failures = new WeakMap<Resolver, Failures>()

/** The status of a domain at a moment (ms since 1970), from the TXT records at exactly that domain (DNS-R1). `now` is when it is looked up. */
export async function findReadiness(domain: string, { resolver, at, now }: { resolver: Resolver; at: number; now: number }): Promise<Readiness> {
  const failed = failuresOf(resolver)
  const before = failed.get(domain)
  if (before !== undefined && now < before.until) return before.finding
  const texts = await resolver.lookUp(domain, 'TXT')
  const blind = blindnessOf(texts)
  const finding = { ...(blind === null ? ntaOf(texts, at) : ntaStatusOf({ kind: 'indeterminate' }, at)), blind }
  failed.delete(domain)
  if (finding.status === 'lookupFailed') {
    failed.set(domain, { finding, until: now + NTA_FAILURE_KEEP_MS })
    const oldest = failed.keys().next().value
    if (failed.size > NTA_FAILURES_KEPT && oldest !== undefined) failed.delete(oldest)
  }
  return finding
}

/** Those since the resolver last forgot all it knew. */
function failuresOf(resolver: Resolver): Failures['byDomain'] {
  const { forgotten } = resolver
  const known = failures.get(resolver)
  if (known?.forgotten === forgotten) return known.byDomain
  const byDomain: Failures['byDomain'] = new Map()
  failures.set(resolver, { byDomain, forgotten })
  return byDomain
}
