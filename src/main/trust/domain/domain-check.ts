import { MAIL_HOSTS_CHECKED } from '../../../shared/limits.ts'
import type { NtaHost, NtaRecord } from '../../../shared/norm/nta-record.ts'
import { reminderDue } from '../../../shared/norm/nta-period.ts'
import type { NtaFinding, NtaStatus, NtaWarning } from '../../../shared/norm/nta-status.ts'
import type { LookUp, MxRecord } from '../../dns/look-up.ts'
import { toAscii } from '../../dns/name.ts'
import type { Resolver } from '../../dns/resolver.ts'
import { checkDane, daneProblem, type DaneFinding } from './dane.ts'
import { checkDmarc, dmarcProblem, type DmarcFinding } from './dmarc.ts'
import { exchangersOf, findHost, type HostState, type MailExchangers } from './mail-hosts.ts'
import { ntaOf } from './nta-of-domain.ts'
import { inOrder, problemOf, type Problem, type ProblemCode } from './problems.ts'
import { checkSpf, spfProblem, type SpfFinding } from './spf.ts'

/** What can be seen of a mail domain from outside (EV-20, RT-01), as plain JSON. */
export type DomainCheck = {
  /** Lower case A-labels; what was given when that is no domain. */
  readonly domain: string
  readonly ntaStatus: NtaStatus
  readonly record: NtaRecord | null
  readonly warnings: readonly NtaWarning[]
  readonly lastDay: string | null
  /** How the TXT records at the domain are proven. */
  readonly dnssec: LookUp<unknown>['kind']
  /** Null: could not be seen. A null MX (RFC 7505) is one exchange `.`. */
  readonly mx: readonly MxRecord[] | null
  readonly ntamx: readonly NtaHost[]
  readonly spf: SpfFinding
  readonly dmarc: DmarcFinding
  /** Each mail host once, those of `ntamx` first. */
  readonly dane: readonly DaneFinding[]
  readonly problems: readonly Problem[]
}

/** Looks at one mail domain at a moment (ms since 1970). Whatever DNS or the argument holds, the outcome is a value. */
export async function checkDomain(given: string, { resolver, at }: { resolver: Resolver; at: number }): Promise<DomainCheck> {
  const domain = mailDomain(given)
  if (domain === null) return nothingSeen(given, 'noSuchDomain', 'not-a-domain')
  const [texts, exchangers, dmarc, hasDkim] = await Promise.all([
    resolver.lookUp(domain, 'TXT'), resolver.lookUp(domain, 'MX').then(exchangersOf), checkDmarc(domain, resolver), mayHaveDkim(domain, resolver),
  ])
  const nta = ntaOf(texts, at)
  if (nta.status === 'noSuchDomain') return { ...nothingSeen(domain, 'noSuchDomain', 'no-such-domain'), dnssec: texts.kind }
  const delivery = { domain, exchangers, ntamx: nta.record?.ntamx ?? [] }
  const [hosts, spf] = await Promise.all([checkHosts(delivery, resolver), checkSpf(texts, resolver)])
  // One failure is told once: when nothing can be reached, that is the problem.
  const isReached = texts.kind !== 'unreachable'
  const codes = [...ntaProblems(nta, at), ...hosts.problems, texts.kind === 'bogus' ? null : spfProblem[spf.state], dmarcProblem[dmarc.state]]
  if (dmarc.isPartial) codes.push('dmarc-partial')
  if (!hasDkim) codes.push('dkim-missing')
  const told = codes.filter((code) => code !== null).filter((code) => isReached || !/.-lookup-failed$/.test(code))
  return {
    domain, ntaStatus: nta.status, record: nta.record, warnings: nta.warnings, lastDay: nta.lastDay, dnssec: texts.kind,
    mx: hosts.mx, ntamx: nta.record?.ntamx ?? [], spf, dmarc, dane: hosts.dane, problems: inOrder(told),
  }
}

/** A name that can stand after an `@`: at least two labels, none of them odd, and not an address. */
function mailDomain(given: string): string | null {
  const name = toAscii(given.trim())
  return name !== null && /^(?:(?!-)[a-z0-9-]+(?<!-)\.)+(?!\d+$)(?!-)[a-z0-9-]+(?<!-)$/.test(name) ? name : null
}

const nothingSeen = (domain: string, ntaStatus: NtaStatus, code: ProblemCode): DomainCheck => ({
  domain, ntaStatus, record: null, warnings: [], lastDay: null, dnssec: 'unreachable', mx: null, ntamx: [],
  spf: { state: 'unknown', record: null, lookUps: 0 }, dmarc: { state: 'unknown', domain: null, record: null, isPartial: false }, dane: [],
  problems: inOrder([code]),
})

const warningProblems: Readonly<Record<NtaWarning, ProblemCode>> = {
  COLON_SEPARATOR: 'nta-colon-separator', PERIOD_CAPPED: 'nta-period-capped', DUPLICATE: 'nta-duplicate', STALE_EXTRA: 'nta-stale-extra', WHITESPACE: 'nta-whitespace',
}

function ntaProblems({ status, record, warnings, lastDay }: NtaFinding, at: number): (ProblemCode | null)[] {
  return [
    status === 'ready' ? null : problemOf[status],
    status === 'ready' && lastDay !== null ? endProblem(lastDay, at) : null,
    record !== null && record.provider === null ? 'nta-provider-missing' : null,
    ...warnings.map((warning) => warningProblems[warning]),
  ]
}

const reminders: readonly ProblemCode[] = ['nta-ends-this-quarter', 'nta-ends-this-month', 'nta-ends-this-week']

function endProblem(lastDay: string, at: number): ProblemCode | null {
  const due = reminderDue(lastDay, at)
  return due === null ? null : reminders[due] ?? null
}

type Hosts = { readonly mx: readonly MxRecord[] | null; readonly dane: readonly DaneFinding[]; readonly problems: readonly (ProblemCode | null)[] }

type Delivery = { readonly domain: string; readonly exchangers: MailExchangers; readonly ntamx: readonly NtaHost[] }

async function checkHosts({ domain, exchangers, ntamx }: Delivery, resolver: Resolver): Promise<Hosts> {
  const mx = exchangers.kind === 'some' ? exchangers.hosts : []
  const nta = ntamx.map(({ host }) => host).slice(0, MAIL_HOSTS_CHECKED)
  const ordinary = mx.map(({ exchange }) => exchange).slice(0, MAIL_HOSTS_CHECKED)
  const names = [...new Set([...nta, ...ordinary])]
  const [found, fallback] = await Promise.all([
    Promise.all(names.map((host) => findHost(host, resolver))),
    exchangers.kind === 'none' ? findHost(domain, resolver) : null,
  ])
  const dane = await Promise.all(found.map((host) => checkDane(host, resolver)))
  const problemsOf = (kind: 'mx' | 'ntamx', hosts: readonly string[]): (ProblemCode | null)[] =>
    found.filter(({ host }) => hosts.includes(host)).map(({ state }) => hostProblems[kind][state])
  const problems = [
    deliveryProblem(exchangers, nta.length > 0, fallback?.state ?? 'unknown'),
    ...problemsOf('ntamx', nta), ...problemsOf('mx', ordinary),
    ...dane.map(({ state }) => daneProblem[state]),
  ]
  const shown = exchangers.kind === 'null-mx' ? [{ preference: 0, exchange: '.' }] : mx
  return { mx: exchangers.kind === 'unknown' ? null : shown, dane, problems }
}

const hostProblems: Readonly<Record<'mx' | 'ntamx', Readonly<Record<HostState, ProblemCode | null>>>> = {
  mx: { found: null, alias: 'mx-alias', none: 'mx-without-address', unknown: 'mx-address-lookup-failed' },
  ntamx: { found: null, alias: 'ntamx-alias', none: 'ntamx-without-address', unknown: 'ntamx-address-lookup-failed' },
}

/** RT-01: nobody can deliver without an `ntamx`, an MX, or an address of the domain itself. */
function deliveryProblem(exchangers: MailExchangers, hasNtamx: boolean, fallback: HostState): ProblemCode | null {
  switch (exchangers.kind) {
    case 'some': return null
    case 'null-mx': return 'null-mx'
    case 'unknown': return 'mx-lookup-failed'
    case 'none': return hasNtamx || fallback !== 'none' ? 'mx-missing' : 'no-mail-host'
  }
}

/** Selectors cannot be listed; but when nothing exists below `_domainkey`, no key does (RFC 8020). */
async function mayHaveDkim(domain: string, resolver: Resolver): Promise<boolean> {
  const found = await resolver.lookUp(`_domainkey.${domain}`, 'TXT')
  return found.kind === 'bogus' || found.kind === 'unreachable' || found.outcome !== 'no-such-name'
}
