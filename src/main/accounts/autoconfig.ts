import type { Endpoint } from '../../shared/contract/accounts.ts'
import { childrenNamed, parseSmallXml, textOf } from './small-xml.ts'
import type { XmlElement } from './small-xml.ts'

export interface ServerSettings {
  readonly imap: Endpoint
  readonly smtp: Endpoint
  readonly user: string
  readonly provider: string | null
}

/** Where a domain may publish its settings: only over HTTPS, and only the domain is told (N-18), not the address. */
export const autoconfigUrls = (domain: string): string[] => [
  `https://autoconfig.${domain}/mail/config-v1.1.xml`,
  `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
]

/**
 * The servers that a settings file (config-v1.1) names for this address: its first IMAP and SMTP server that are protected by
 * TLS. Null when it names none, or is not such a file. Servers without TLS are passed over: there is no third way.
 */
export function parseAutoconfig(xml: string, address: string): ServerSettings | null {
  const root = parseSmallXml(xml)
  const provider = root?.name === 'clientConfig' ? childrenNamed(root, 'emailProvider')[0] : undefined
  if (provider === undefined) return null
  const imap = firstServer(provider, { element: 'incomingServer', type: 'imap' }, address)
  const smtp = firstServer(provider, { element: 'outgoingServer', type: 'smtp' }, address)
  if (imap === null || smtp === null) return null
  const name = textOf(provider, 'displayName').slice(0, 100)
  return { imap: imap.endpoint, smtp: smtp.endpoint, user: imap.user, provider: name === '' ? null : name }
}

const SECURITY: Readonly<Record<string, Endpoint['security']>> = { SSL: 'tls', STARTTLS: 'starttls' }
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i

function firstServer(provider: XmlElement, wanted: { element: string; type: string }, address: string): { endpoint: Endpoint; user: string } | null {
  for (const server of childrenNamed(provider, wanted.element)) {
    if (server.attributes.get('type') !== wanted.type) continue
    const host = filledIn(textOf(server, 'hostname'), address)
    const port = Number(textOf(server, 'port'))
    const security = SECURITY[textOf(server, 'socketType')]
    if (security === undefined || !HOST_NAME.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535) continue
    const user = filledIn(textOf(server, 'username'), address)
    return { endpoint: { host, port, security }, user: user === '' || user.length > 320 ? address : user }
  }
  return null
}

function filledIn(text: string, address: string): string {
  const at = address.lastIndexOf('@')
  return text
    .replaceAll('%EMAILADDRESS%', () => address)
    .replaceAll('%EMAILLOCALPART%', () => address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', () => address.slice(at + 1))
}
