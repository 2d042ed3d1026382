import type { LookUp, MxRecord } from '../../dns/look-up.ts'
import type { Resolver } from '../../dns/resolver.ts'

/** Whether a mail host can be found. `alias`: it can, by a name that RFC 5321 section 5.1 does not want there. */
export type HostState = 'found' | 'alias' | 'none' | 'unknown'

/** `canonical`: the name that the addresses belong to, behind any aliases. */
export type HostFinding = { readonly host: string; readonly state: HostState; readonly canonical: string }

/** Looks for a host's addresses, of either kind. */
export async function findHost(host: string, resolver: Resolver): Promise<HostFinding> {
  const found = await Promise.all([resolver.lookUp(host, 'A'), resolver.lookUp(host, 'AAAA')])
  const [canonical] = found.flatMap((one) => ('outcome' in one && one.outcome === 'answer' ? [one.name] : []))
  if (canonical !== undefined) return { host, state: canonical === host ? 'found' : 'alias', canonical }
  return { host, state: found.some(({ kind }) => kind === 'bogus' || kind === 'unreachable') ? 'unknown' : 'none', canonical: host }
}

export type MailExchangers =
  | { readonly kind: 'some'; readonly hosts: readonly MxRecord[] }
  /** RFC 7505: this domain takes no mail. */
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'none' | 'unknown' }

/** The mail exchangers, lowest preference first. A null MX beside others means nothing and is left out (RFC 7505 section 3). */
export function exchangersOf(found: LookUp<MxRecord>): MailExchangers {
  if (found.kind === 'bogus' || found.kind === 'unreachable') return { kind: 'unknown' }
  if (found.outcome !== 'answer') return { kind: 'none' }
  const hosts = found.records.filter(({ exchange }) => exchange !== '.' && exchange !== '')
    .sort((a, b) => a.preference - b.preference || (a.exchange < b.exchange ? -1 : 1))
  return hosts.length === 0 ? { kind: 'null-mx' } : { kind: 'some', hosts }
}
