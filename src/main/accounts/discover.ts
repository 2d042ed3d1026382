import type { SrvRecord } from 'node:dns'
import { domainToASCII } from 'node:url'
import type { Endpoint } from '../../shared/contract/accounts.ts'
import { DISCOVER_MS } from '../../shared/limits.ts'
import { domainOf, isMailAddress } from '../../shared/mail/address.ts'
import { autoconfigUrls, parseAutoconfig } from './autoconfig.ts'
import type { ServerSettings } from './autoconfig.ts'
import type { HostProfile } from './host-profiles.ts'
import type { Lookups } from './lookups.ts'

export type Discovery =
  | {
    readonly kind: 'found'
    readonly source: 'sample' | 'profile' | 'autoconfig' | 'srv' | 'well-known-host'
    readonly imap: Endpoint
    readonly smtp: Endpoint
    readonly user: string
    readonly caFile: string | null
    readonly provider: string | null
    /** To be confirmed before a password goes there (RFC 6186 section 6). */
    readonly unprovenHosts: string[]
  }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-an-address' }

type Found = Extract<Discovery, { kind: 'found' }>

export interface DiscoverOptions {
  readonly lookups: Lookups
  readonly profiles: readonly HostProfile[]
  /** The demo's own answer for its addresses. */
  readonly sample?: (address: string) => Omit<Found, 'kind' | 'source' | 'unprovenHosts'> | null
}

/**
 * The servers for an address: from our own profiles, the domain's settings file, its SRV records (RFC 6186, RFC 8314), the
 * provider that its mail exchangers belong to, and last the usual host names. All are asked at once, the first in this order
 * that knows wins. Nothing but the domain leaves the workstation (N-18); the password is not used here.
 */
export async function discover(address: string, { lookups, profiles, sample }: DiscoverOptions): Promise<Discovery> {
  if (!isMailAddress(address)) return { kind: 'not-an-address' }
  const fromSample = sample?.(address) ?? null
  if (fromSample !== null) return { kind: 'found', source: 'sample', unprovenHosts: [], ...fromSample }
  const domain = domainToASCII(domainOf(address))
  const known = profiles.find(({ domains }) => domains.includes(domain))
  if (known !== undefined) return found('profile', { ...known, user: address })
  if (domain === '') return { kind: 'not-found' }
  return ask({ address, domain, lookups, profiles })
}

interface Question {
  readonly address: string
  readonly domain: string
  readonly lookups: Lookups
  readonly profiles: readonly HostProfile[]
}

async function ask(question: Question): Promise<Discovery> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(DISCOVER_MS)])
  const sources = [fromAutoconfig, fromSrv, fromExchangers, fromWellKnownHosts].map((source) => source(question, signal))
  try {
    for (const source of sources) {
      const answer = await source
      if (answer !== null) return answer
    }
    return { kind: 'not-found' }
  } finally {
    stop.abort()
  }
}

const found = (source: Found['source'], { imap, smtp, user, provider }: ServerSettings): Found =>
  ({ kind: 'found', source, imap, smtp, user, caFile: null, provider, unprovenHosts: [] })

async function fromAutoconfig({ address, domain, lookups }: Question, signal: AbortSignal): Promise<Found | null> {
  const files = autoconfigUrls(domain).map((url) => lookups.fetchText(url, signal))
  for (const file of files) {
    const text = await file
    const settings = text === null ? null : parseAutoconfig(text, address)
    if (settings !== null) return found('autoconfig', settings)
  }
  return null
}

async function fromSrv({ address, domain, lookups, profiles }: Question, signal: AbortSignal): Promise<Found | null> {
  const service = async (name: string, security: Endpoint['security']): Promise<Endpoint | null> =>
    bestTarget(await lookups.resolveSrv(`${name}._tcp.${domain}`, signal), security)
  const [imaps, imap, submissions, submission] = await Promise.all([
    service('_imaps', 'tls'), service('_imap', 'starttls'), service('_submissions', 'tls'), service('_submission', 'starttls'),
  ])
  const [incoming, outgoing] = [imaps ?? imap, submissions ?? submission]
  if (incoming === null || outgoing === null) return null
  const servers = found('srv', { imap: incoming, smtp: outgoing, user: address, provider: null })
  return { ...servers, unprovenHosts: unproven([incoming.host, outgoing.host], domain, profiles) }
}

/** A forged answer can name any host, and its owner has a valid certificate for it. The domain's own hosts and those of our list are no surprise. */
export function unproven(hosts: readonly string[], domain: string, profiles: readonly HostProfile[]): string[] {
  const known = new Set(profiles.flatMap(({ imap, smtp }) => [imap.host, smtp.host]))
  const isOwn = (host: string): boolean => host === domain || host.endsWith(`.${domain}`)
  return [...new Set(hosts.map((host) => host.toLowerCase()))].filter((host) => !isOwn(host) && !known.has(host))
}

/** The lowest priority, then the highest weight: for one connection that is as good as the draw of RFC 2782. A target `.` means "not here". */
function bestTarget(records: readonly SrvRecord[], security: Endpoint['security']): Endpoint | null {
  const [best] = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight || (a.name < b.name ? -1 : 1))
  const host = best?.name.replace(/\.$/, '') ?? ''
  return best === undefined || host === '' || best.port === 0 ? null : { host, port: best.port, security }
}

async function fromExchangers({ address, domain, lookups, profiles }: Question, signal: AbortSignal): Promise<Found | null> {
  const [exchanger = ''] = await lookups.resolveMx(domain, signal)
  const host = exchanger.toLowerCase().replace(/\.$/, '')
  const profile = profiles.find(({ exchangers }) => exchangers.some((ending) => host === ending || host.endsWith(`.${ending}`)))
  return profile === undefined ? null : found('profile', { ...profile, user: address })
}

/** RFC 8314: TLS from the first byte before the upgrade. Only what really listens counts; some domains resolve every name. */
const WELL_KNOWN = {
  imap: [{ host: 'imap', port: 993, security: 'tls' }, { host: 'mail', port: 993, security: 'tls' }],
  smtp: [
    { host: 'smtp', port: 465, security: 'tls' }, { host: 'smtp', port: 587, security: 'starttls' },
    { host: 'mail', port: 465, security: 'tls' }, { host: 'mail', port: 587, security: 'starttls' },
  ],
} as const satisfies Record<string, readonly Endpoint[]>

async function fromWellKnownHosts({ address, domain, lookups }: Question, signal: AbortSignal): Promise<Found | null> {
  const firstOpen = async (candidates: readonly Endpoint[]): Promise<Endpoint | undefined> => {
    const endpoints = candidates.map((endpoint) => ({ ...endpoint, host: `${endpoint.host}.${domain}` }))
    const open = await Promise.all(endpoints.map((endpoint) => lookups.isOpen(endpoint, signal)))
    return endpoints.find((_, index) => open[index])
  }
  const [imap, smtp] = await Promise.all([firstOpen(WELL_KNOWN.imap), firstOpen(WELL_KNOWN.smtp)])
  return imap === undefined || smtp === undefined ? null : found('well-known-host', { imap, smtp, user: address, provider: null })
}
