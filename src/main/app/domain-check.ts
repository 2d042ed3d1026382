import { DOMAINS_AT_ONCE } from '../../shared/limits.ts'
import { createResolver, type ResolverOptions, type Upstream } from '../dns/resolver.ts'
import { readTrustAnchor } from '../dns/trust-anchor.ts'
import { checkDomain, type DomainCheck } from '../trust/domain/domain-check.ts'

export type { DomainCheck } from '../trust/domain/domain-check.ts'
export type { ProblemCode } from '../trust/domain/problems.ts'
export { readUpstream } from './routing/look-ups.ts'

export type DomainChecking = {
  readonly upstream: Upstream
  /** DS records in presentation format; null: the root's own. */
  readonly trustAnchor: string | null
  /** The records are judged as of this moment, in ms since 1970; signatures as of now. */
  readonly at: number
}

export type DomainChecks =
  | { readonly kind: 'checks'; readonly checks: AsyncIterable<DomainCheck> }
  /** `line` of the trust anchor is no DS record. */
  | { readonly kind: 'malformed-anchor'; readonly line: number }

/** Looks at mail domains, a few at a time, and gives the findings in the order asked. */
export function checkDomains(domains: readonly string[], { upstream, trustAnchor, at }: DomainChecking): DomainChecks {
  const anchor = trustAnchor === null ? null : readTrustAnchor(trustAnchor)
  if (anchor?.kind === 'malformed') return { kind: 'malformed-anchor', line: anchor.line }
  return { kind: 'checks', checks: inTurn(domains, at, { upstream, ...(anchor === null ? {} : { trustAnchor: anchor.records }) }) }
}

async function* inTurn(domains: readonly string[], at: number, options: ResolverOptions): AsyncGenerator<DomainCheck> {
  await using resolver = createResolver(options)
  const waiting: Promise<DomainCheck>[] = []
  for (const domain of domains) {
    const first = waiting.length < DOMAINS_AT_ONCE ? undefined : waiting.shift()
    if (first !== undefined) yield await first
    waiting.push(checkDomain(domain, { resolver, at }))
  }
  for (const check of waiting) yield await check
}
