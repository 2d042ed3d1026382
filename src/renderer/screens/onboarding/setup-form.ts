import type { AccountSettings, Endpoint } from '../../../shared/contract/accounts.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'

/** What stands in the fields: text, also where a number is meant, until it is looked at. */
export interface ServerFields { readonly host: string; readonly port: string; readonly security: Endpoint['security'] }
export interface SetupFields {
  readonly address: string
  readonly displayName: string
  readonly imap: ServerFields
  readonly smtp: ServerFields
  readonly user: string
  readonly secret: string
  readonly auth: AccountSettings['auth']
  readonly caFile: string
}
/** What came of the search by address; also when nothing was found it is known which domains would become the own ones. */
export type Searched = OutputOf<'accounts.discover'>
export type Found = Extract<Searched, { kind: 'found' }>
export type FieldProblem = 'host' | 'port' | 'user' | 'secret'
export interface FieldProblems { readonly imap?: 'host' | 'port'; readonly smtp?: 'host' | 'port'; readonly user?: true; readonly secret?: true }

/** The ports of RFC 8314 (TLS from the first byte) and of STARTTLS. */
export const usualPort = (service: 'imap' | 'smtp', security: Endpoint['security']): string =>
  ({ imap: { tls: '993', starttls: '143' }, smtp: { tls: '465', starttls: '587' } })[service][security]

const fieldsOf = ({ host, port, security }: Endpoint): ServerFields => ({ host, port: String(port), security })
const emptyServer = (service: 'imap' | 'smtp'): ServerFields => ({ host: '', port: usualPort(service, 'tls'), security: 'tls' })

interface Start { readonly address: string; readonly displayName: string; readonly secret: string }

/** The fields after the search: filled in as found, or empty but for the address as user name. */
export const startFields = (start: Start, found: Found | null): SetupFields => ({
  ...start,
  auth: 'password',
  user: found?.user ?? start.address,
  imap: found === null ? emptyServer('imap') : fieldsOf(found.imap),
  smtp: found === null ? emptyServer('smtp') : fieldsOf(found.smtp),
  caFile: found?.caFile ?? '',
})

/** Another security keeps a port that the person chose, and follows with a usual one. */
export function withSecurity(service: 'imap' | 'smtp', fields: ServerFields, security: Endpoint['security']): ServerFields {
  const wasUsual = fields.port === '' || fields.port === usualPort(service, fields.security)
  return { ...fields, security, port: wasUsual ? usualPort(service, security) : fields.port }
}

/** Hosts that stand in the fields because of an answer nobody vouches for: the person says that they are right before anything goes there. */
export const hostsToConfirm = (found: Found | null, fields: SetupFields): string[] =>
  (found?.unprovenHosts ?? []).filter((host) => [fields.imap, fields.smtp].some((server) => server.host.trim().toLowerCase() === host))

const portOf = (text: string): number | null => {
  const port = Number(text.trim())
  return /^\d+$/.test(text.trim()) && port >= 1 && port <= 65535 ? port : null
}

const serverProblem = ({ host, port }: ServerFields): 'host' | 'port' | null => {
  if (!/^[^\s/:@]+$/.test(host.trim())) return 'host'
  return portOf(port) === null ? 'port' : null
}

/** The settings as the core wants them, or what is still missing. */
export function settingsOf(fields: SetupFields): { kind: 'settings'; settings: AccountSettings } | { kind: 'incomplete'; problems: FieldProblems } {
  const imap = serverProblem(fields.imap)
  const smtp = serverProblem(fields.smtp)
  const problems: FieldProblems = {
    ...(imap === null ? {} : { imap }), ...(smtp === null ? {} : { smtp }),
    ...(fields.user.trim() === '' ? { user: true } : {}), ...(fields.secret === '' ? { secret: true } : {}),
  }
  if (Object.keys(problems).length > 0) return { kind: 'incomplete', problems }
  const endpointOf = ({ host, port, security }: ServerFields): Endpoint => ({ host: host.trim(), port: portOf(port) ?? 0, security })
  return {
    kind: 'settings',
    settings: {
      address: fields.address.trim(), displayName: fields.displayName.trim(), user: fields.user.trim(), auth: fields.auth,
      imap: endpointOf(fields.imap), smtp: endpointOf(fields.smtp), caFile: fields.caFile.trim() === '' ? null : fields.caFile.trim(),
    },
  }
}
