import type { NtaStatus } from '../../../shared/norm/nta-status.ts'

/** `error`: mail is unsafe, undeliverable or falsifiable today, or within days. `warning`: mend it. `info`: know it. */
export type Severity = 'error' | 'warning' | 'info'

/** Everything that can be wrong with a domain, in the order in which it is told. What to do about each: `terminal/domain-words.ts`. */
const severities = {
  'not-a-domain': 'error',
  'no-such-domain': 'error',
  'lookup-failed': 'error',
  'dnssec-bogus': 'error',
  'dnssec-insecure': 'error',
  'dnssec-indeterminate': 'error',
  'nta-absent': 'error',
  'nta-draft': 'error',
  'nta-unknown-version': 'error',
  'nta-malformed': 'error',
  'nta-expired': 'error',
  'nta-not-yet-valid': 'error',
  'nta-ambiguous': 'error',
  'nta-ends-this-week': 'error',
  'nta-ends-this-month': 'warning',
  'nta-ends-this-quarter': 'info',
  'nta-period-capped': 'warning',
  'nta-duplicate': 'warning',
  'nta-stale-extra': 'warning',
  'nta-colon-separator': 'warning',
  'nta-whitespace': 'warning',
  'nta-provider-missing': 'warning',
  'null-mx': 'error',
  'no-mail-host': 'error',
  'mx-lookup-failed': 'error',
  'mx-missing': 'warning',
  'mx-without-address': 'error',
  'mx-address-lookup-failed': 'warning',
  'mx-alias': 'warning',
  'ntamx-without-address': 'error',
  'ntamx-address-lookup-failed': 'warning',
  'ntamx-alias': 'warning',
  'spf-missing': 'error',
  'spf-several': 'error',
  'spf-malformed': 'error',
  'spf-too-many-lookups': 'error',
  'spf-pass-all': 'error',
  'spf-neutral': 'warning',
  'spf-lookup-failed': 'warning',
  'dkim-missing': 'warning',
  'dmarc-missing': 'error',
  'dmarc-several': 'error',
  'dmarc-malformed': 'error',
  'dmarc-none': 'error',
  'dmarc-partial': 'warning',
  'dmarc-lookup-failed': 'warning',
  'dane-unusable': 'error',
  'dane-bogus': 'error',
  'dane-missing': 'warning',
  'dane-insecure': 'warning',
  'dane-lookup-failed': 'warning',
} as const satisfies Record<string, Severity>

export type ProblemCode = keyof typeof severities

export type Problem = { readonly code: ProblemCode; readonly severity: Severity }

/** Each problem once, in the fixed order. */
export function inOrder(codes: Iterable<ProblemCode>): Problem[] {
  const found = new Set(codes)
  return (Object.keys(severities) as ProblemCode[]).filter((code) => found.has(code)).map((code) => ({ code, severity: severities[code] }))
}

/** What keeps a domain from `ready` (DNS-S1). */
export const problemOf: Readonly<Record<Exclude<NtaStatus, 'ready'>, ProblemCode>> = {
  absent: 'nta-absent', expired: 'nta-expired', notYetValid: 'nta-not-yet-valid', malformed: 'nta-malformed', draft: 'nta-draft',
  unknownVersion: 'nta-unknown-version', ambiguous: 'nta-ambiguous', insecure: 'dnssec-insecure', bogus: 'dnssec-bogus',
  indeterminate: 'dnssec-indeterminate', lookupFailed: 'lookup-failed', noSuchDomain: 'no-such-domain',
}
