import type { TlsaRecord } from '../../dns/look-up.ts'
import type { Resolver } from '../../dns/resolver.ts'
import type { ProblemCode } from './problems.ts'

export type DaneState =
  | 'usable'
  /** Records are there, but none that a mail server acts on. */
  | 'unusable'
  | 'none'
  /** The host's zone is not signed: whatever stands in it counts for nothing. */
  | 'insecure'
  | 'bogus' | 'unknown'

export type DaneFinding = { readonly host: string; readonly state: DaneState }

export const daneProblem: Readonly<Record<DaneState, ProblemCode | null>> = {
  usable: null, unusable: 'dane-unusable', none: 'dane-missing', insecure: 'dane-insecure', bogus: 'dane-bogus', unknown: 'dane-lookup-failed',
}

/**
 * Whether a mail host's certificate is pinned in DNS for server-to-server mail (RFC 7672). Of a host behind an alias the name it
 * stands for (`canonical`) is asked first, then its own (section 2.2.2).
 */
export async function checkDane({ host, canonical }: { host: string; canonical: string }, resolver: Resolver): Promise<DaneFinding> {
  const states = await Promise.all([...new Set([canonical, host])].map((name) => daneAt(name, resolver)))
  const state = states.find((each) => each !== 'none' && each !== 'insecure') ?? states.find((each) => each === 'insecure') ?? 'none'
  return { host, state }
}

async function daneAt(name: string, resolver: Resolver): Promise<DaneState> {
  const found = await resolver.lookUp(`_25._tcp.${name}`, 'TLSA')
  if (found.kind === 'bogus') return 'bogus'
  if (found.kind === 'unreachable') return 'unknown'
  if (found.kind === 'insecure') return 'insecure'
  if (found.outcome !== 'answer') return 'none'
  return found.records.some(isUsable) ? 'usable' : 'unusable'
}

const digestBytes: Readonly<Record<number, number>> = { 1: 32, 2: 64 }

/** DANE-TA and DANE-EE only (RFC 7672 section 3.1.3), a known selector and matching type, and a digest of its own length. */
export function isUsable({ usage, selector, matching, data }: TlsaRecord): boolean {
  if ((usage !== 2 && usage !== 3) || (selector !== 0 && selector !== 1)) return false
  return matching === 0 ? data.length > 0 : data.length === digestBytes[matching]
}
