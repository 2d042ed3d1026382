import type { Resolver } from '../../dns/resolver.ts'
import { findDmarc, isDmarc } from '../dmarc.ts'
import { textsOf } from './nta-of-domain.ts'
import type { ProblemCode } from './problems.ts'

export type DmarcState = 'reject' | 'quarantine' | 'none' | 'missing' | 'several' | 'malformed' | 'unknown'

export type DmarcFinding = {
  /** The policy that holds for mail from the domain, or why there is none. */
  readonly state: DmarcState
  /** Where the record stands: the domain itself, or its organisational domain. */
  readonly domain: string | null
  readonly record: string | null
  /** The owner asks for it in a part of the cases only, or as a test. */
  readonly isPartial: boolean
}

export const dmarcProblem: Readonly<Record<DmarcState, ProblemCode | null>> = {
  reject: null, quarantine: null, none: 'dmarc-none', missing: 'dmarc-missing', several: 'dmarc-several',
  malformed: 'dmarc-malformed', unknown: 'dmarc-lookup-failed',
}

/** The policy that receivers find for mail from a domain, exactly as verdicts do, and what its owner should know besides. */
export async function checkDmarc(domain: string, resolver: Resolver): Promise<DmarcFinding> {
  const { kind, domain: owner, policy } = await findDmarc(domain, resolver)
  if (kind === 'bogus' || kind === 'unreachable') return without('unknown')
  const records = textsOf(await resolver.lookUp(`_dmarc.${owner ?? domain}`, 'TXT')).filter(isDmarc)
  const [record = null] = records
  if (kind === 'none') return without(records.length > 1 ? 'several' : 'missing')
  const isPartial = policy !== null && policy !== 'none' && record !== null && isHeldBack(record)
  return { state: policy ?? 'malformed', domain: owner, record, isPartial }
}

const without = (state: DmarcState): DmarcFinding => ({ state, domain: null, record: null, isPartial: false })

/** `pct` below 100 (RFC 7489 section 6.3), or its successor `t=y`. */
const isHeldBack = (record: string): boolean => /;[ \t]*(?:pct[ \t]*=[ \t]*\d{1,2}[ \t]*|t[ \t]*=[ \t]*y[ \t]*)(?:;|$)/i.test(record)
