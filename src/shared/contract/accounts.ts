import { z } from 'zod'
import { call, query } from './declare.ts'
import { accountId, instant, nothing } from './values.ts'

/** `tls`: from the first byte. `starttls`: mandatory upgrade. There is no third way (NTA-6.1.11). */
export const endpoint = z.object({
  host: z.string().min(1).max(253), port: z.number().int().min(1).max(65535), security: z.enum(['tls', 'starttls']),
})

export const accountSettings = z.object({
  address: z.string().min(3).max(320),
  displayName: z.string().max(120),
  imap: endpoint,
  smtp: endpoint,
  user: z.string().min(1).max(320),
  /** PEM file with the practice's own CA, beside the public ones; null: the public ones only. */
  caFile: z.string().nullable(),
  auth: z.enum(['password', 'oauth2']),
})

/** Each has its own sentence and its own advice on the screen. */
export const connectionProblem = z.enum([
  'unknown-host', 'refused', 'timeout', 'offline', 'certificate-expired', 'certificate-name', 'certificate-untrusted',
  'tls-too-old', 'no-tls', 'login-refused', 'no-such-service', 'garbled', 'server-busy', 'dropped', 'ca-file-unreadable',
])

const probe = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), tls: z.string() }),
  z.object({ kind: z.literal('problem'), problem: connectionProblem }),
])

/** What came of a login at both servers of an account. */
export const probes = z.object({ imap: probe, smtp: probe })

export const accountState = z.object({
  id: accountId,
  address: z.string(),
  displayName: z.string(),
  /** Domains whose recipients are the practice itself. */
  ownDomains: z.array(z.string()),
  connection: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('connecting'), since: instant }),
    z.object({ kind: z.literal('online'), since: instant }),
    z.object({ kind: z.literal('waiting'), problem: connectionProblem, retryAt: instant }),
    /** Trying again would not help: the person has to do something. */
    z.object({ kind: z.literal('stopped'), problem: z.union([connectionProblem, z.literal('disk-full')]) }),
  ]),
  lastSyncedAt: instant.nullable(),
  /** While a first copy runs; null once complete. `rate`: messages and bytes a second; null while that cannot be said. */
  progress: z.object({
    done: z.number().int(), total: z.number().int(), bytes: z.number().int(),
    rate: z.object({ messages: z.number(), bytes: z.number() }).nullable(),
  }).nullable(),
})

/** The domains that an account with this address makes the practice's own; none at a public provider (RT-00). */
const becomesOwn = { ownDomains: z.array(z.string()) }

/** What the form for an account is filled in with; `invitation`: as the practice's manager gave it. */
export const foundServers = z.object({
  kind: z.literal('found'), source: z.enum(['sample', 'profile', 'autoconfig', 'srv', 'well-known-host', 'invitation']),
  imap: endpoint, smtp: endpoint, user: z.string(), caFile: z.string().nullable(),
  /** The provider's name, where a profile knows it. */
  provider: z.string().nullable(),
  /**
   * Hosts outside the address's domain that only an answer of DNS names, which anybody on the line could have given, or a file that
   * anybody could have made: the person confirms them before the password goes there (RFC 6186 section 6).
   */
  unprovenHosts: z.array(z.string()),
  ...becomesOwn,
})

export const accountOperations = {
  'accounts.list': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(accountState), fails: [], reads: ['accounts'] }),
  'accounts.discover': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ address: z.string().max(320) }),
    output: z.discriminatedUnion('kind', [
      foundServers,
      z.object({ kind: z.literal('not-found'), ...becomesOwn }),
    ]),
    fails: ['not-an-address'],
  }),
  /** Logs in for real to both servers; changes nothing. */
  'accounts.test': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ settings: accountSettings, secret: z.string().max(4096) }),
    output: probes, fails: [],
  }),
  /** Only what `accounts.test` found to work a moment ago, with exactly these settings and this secret; else `not-tested`. */
  'accounts.add': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ settings: accountSettings, secret: z.string().max(4096) }),
    output: z.object({ id: accountId }), fails: ['not-tested', 'already-there', 'keychain-unavailable', 'journal-unwritable', 'disk-full'],
  }),
  'accounts.changeSecret': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ id: accountId, secret: z.string().max(4096) }), output: nothing,
    fails: ['no-such-account', 'keychain-unavailable', 'journal-unwritable', 'disk-full'],
  }),
  /** The copy on this workstation goes; mail on the server stays, and so do drafts and the outbox. */
  'accounts.remove': call({ who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ id: accountId }), output: nothing, /** `holds-practice`: by this account the workstation belongs to its practice. */ fails: ['no-such-account', 'mail-waiting', 'holds-practice', 'journal-unwritable', 'disk-full'] }),
  'accounts.reconnect': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id: accountId }), output: nothing, fails: ['no-such-account'] }),
}

export type Endpoint = z.infer<typeof endpoint>
export type AccountSettings = z.infer<typeof accountSettings>
export type ConnectionProblem = z.infer<typeof connectionProblem>
export type Probe = z.infer<typeof probe>
export type AccountState = z.infer<typeof accountState>
