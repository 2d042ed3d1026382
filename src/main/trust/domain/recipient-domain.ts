import type { NtaStatus } from '../../../shared/norm/nta-status.ts'
import type { Resolver } from '../../dns/resolver.ts'
import type { LookUp } from '../../dns/look-up.ts'
import { findReadiness } from '../readiness.ts'
import { exchangersOf, findHost } from './mail-hosts.ts'

/** What routing must know of the domain behind an address (section 5), and the proof of it for the journal (E1), as plain JSON. */
export type RecipientDomain = {
  readonly status: NtaStatus
  /** Of the record, as YYYY-MM-DD; null without one. */
  readonly lastDay: string | null
  /** How the MX records at the domain are proven. */
  readonly dnssec: LookUp<unknown>['kind']
  /** RT-01: null MX, or no `ntamx`, MX, A, AAAA. */
  readonly hasNoMailHost: boolean
  /** When it was looked up, in ms since 1970. */
  readonly at: number
}

/** Looks a domain up, to write to it at a moment (ms since 1970); answers that stand are not asked again (DNS-T4). Never rejects. */
export async function lookAtRecipient(domain: string, { resolver, at }: { resolver: Resolver; at: number }): Promise<RecipientDomain> {
  const [nta, found] = await Promise.all([findReadiness(domain, { resolver, at, now: at }), resolver.lookUp(domain, 'MX')])
  const exchangers = exchangersOf(found)
  const hasNtamx = (nta.record?.ntamx.length ?? 0) > 0
  const isAlone = exchangers.kind === 'none' && !hasNtamx && (await findHost(domain, resolver)).state === 'none'
  return { status: nta.status, lastDay: nta.lastDay, dnssec: found.kind, hasNoMailHost: exchangers.kind === 'null-mx' || isAlone, at }
}

/** RT-10: nothing is known, and nothing is guessed. */
export const notLookedUp = (at: number): RecipientDomain => ({ status: 'lookupFailed', lastDay: null, dnssec: 'unreachable', hasNoMailHost: false, at })
