import { SPF_LOOK_UPS } from '../../../shared/limits.ts'
import type { LookUp, TxtRecord } from '../../dns/look-up.ts'
import { toAscii } from '../../dns/name.ts'
import type { Resolver } from '../../dns/resolver.ts'
import { textsOf } from './nta-of-domain.ts'
import type { ProblemCode } from './problems.ts'
import { isSpf, readSpf, type SpfQualifier, type SpfRecord } from './spf-record.ts'

export type SpfState =
  /** What happens to mail from elsewhere: the result of `all`, its own or that of the record it redirects to. */
  | 'fail' | 'softfail' | 'neutral' | 'pass'
  | 'none' | 'several' | 'malformed' | 'too-many-lookups'
  /** The record could not be seen, or not all that it includes. */
  | 'unknown'

export type SpfFinding = {
  readonly state: SpfState
  readonly record: string | null
  /** Questions that a receiver asks at worst; counting stops beyond the limit. */
  readonly lookUps: number
}

const results: Readonly<Record<SpfQualifier, SpfState>> = { '-': 'fail', '~': 'softfail', '?': 'neutral', '+': 'pass' }

export const spfProblem: Readonly<Record<SpfState, ProblemCode | null>> = {
  fail: null, softfail: null, neutral: 'spf-neutral', pass: 'spf-pass-all', none: 'spf-missing', several: 'spf-several',
  malformed: 'spf-malformed', 'too-many-lookups': 'spf-too-many-lookups', unknown: 'spf-lookup-failed',
}

/** How strict a domain's SPF record is, with what it includes looked at as far as a receiver would (RFC 7208). */
export async function checkSpf(texts: LookUp<TxtRecord>, resolver: Resolver): Promise<SpfFinding> {
  const [text = null, ...others] = textsOf(texts).filter(isSpf)
  const as = (state: SpfState, lookUps = 0): SpfFinding => ({ state, record: others.length > 0 ? null : text, lookUps })
  if (texts.kind === 'bogus' || texts.kind === 'unreachable') return as('unknown')
  if (text === null) return as('none')
  if (others.length > 0) return as('several')
  const record = readSpf(text)
  if (record === null) return as('malformed')
  const walk = { resolver, lookUps: 0 }
  const end = await follow(record, walk)
  return walk.lookUps > SPF_LOOK_UPS ? as('too-many-lookups', SPF_LOOK_UPS + 1) : as(end, walk.lookUps)
}

type Walk = { readonly resolver: Resolver; lookUps: number }

/**
 * What a stranger's mail gets (section 4.6.2: from left to right, the first that fits). Each record adds its questions before any
 * is asked, so that a circle of includes ends at the limit.
 */
async function follow(record: SpfRecord, walk: Walk): Promise<SpfState> {
  walk.lookUps += record.lookUps
  if (walk.lookUps > SPF_LOOK_UPS) return 'too-many-lookups'
  const [redirected, ...included] = await Promise.all([
    record.redirect === null ? results[record.all ?? '?'] : followTo(record.redirect, walk),
    ...record.includes.map(async ({ target, qualifier }) => decides(await followTo(target, walk), qualifier)),
  ])
  return included.find((state) => state !== null) ?? redirected
}

/** An include fits when the record it names lets the mail through, whatever else that record says (section 5.2). */
function decides(state: SpfState, qualifier: SpfQualifier): SpfState | null {
  if (state === 'malformed' || state === 'unknown' || state === 'too-many-lookups') return state
  return state === 'pass' ? results[qualifier] : null
}

/** What a record includes must itself be one SPF record (section 5.2). */
async function followTo(target: string, walk: Walk): Promise<SpfState> {
  // A macro depends on the message: nothing to be seen beforehand.
  if (target.includes('%')) return 'neutral'
  const name = toAscii(target)
  if (name === null) return 'malformed'
  const found = await walk.resolver.lookUp(name, 'TXT')
  if (found.kind === 'bogus' || found.kind === 'unreachable') return 'unknown'
  const [text, ...others] = textsOf(found).filter(isSpf)
  const record = text === undefined || others.length > 0 ? null : readSpf(text)
  return record === null ? 'malformed' : follow(record, walk)
}
