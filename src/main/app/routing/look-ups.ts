import { readFileSync } from 'node:fs'
import type { Upstream } from '../../dns/resolver.ts'
import { readTrustAnchor } from '../../dns/trust-anchor.ts'
import type { CoreOptions } from '../core-options.ts'
import type { LookUps } from '../threads/trust-messages.ts'

const ports = { udp: 53, tcp: 53, tls: 853 }

/**
 * The name server that was typed: nothing (the system's), `10.0.0.1`, `[::1]:5353`, `tcp://10.0.0.1`, `tls://dns.voorbeeld.nl`
 * or `https://dns.voorbeeld.nl/dns-query`. Null when it is none of these.
 */
export function readUpstream(text: string): Upstream | null {
  const typed = text.trim()
  if (typed === '') return { kind: 'system' }
  const [, scheme = 'udp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(typed) ?? []
  const kind = scheme.toLowerCase()
  if (kind === 'https') return URL.canParse(typed) ? { kind, url: typed } : null
  if (kind !== 'udp' && kind !== 'tcp' && kind !== 'tls') return null
  const [, literal, name, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(rest) ?? []
  const host = literal ?? name
  const port = digits === undefined ? ports[kind] : Number(digits)
  return host === undefined || port < 1 || port > 65_535 ? null : { kind, host, port }
}

/** How a session looks names up: as the shell was told, as the sample practice has it, or as the person has set it. */
export function lookUpsOf({ lookUps, demo }: Pick<CoreOptions, 'lookUps' | 'demo'>, resolver: string): LookUps {
  if (lookUps !== undefined) return lookUps
  if (demo === null) return { upstream: readUpstream(resolver) ?? { kind: 'system' }, trustAnchor: null }
  const anchor = readTrustAnchor(readFileSync(demo.trustAnchorFile, 'utf8'))
  // Without its anchors nothing is proven, and nothing is safe.
  return { upstream: readUpstream(demo.resolver) ?? { kind: 'system' }, trustAnchor: anchor.kind === 'anchor' ? anchor.records : null }
}
