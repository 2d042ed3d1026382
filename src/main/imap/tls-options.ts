import { createSecureContext, getCACertificates, type ConnectionOptions, type SecureContext } from 'node:tls'

/** TLS 1.2 or later, certificate always checked: nothing in the program or its environment can turn that off (NTA-6.1.11). */
export function tlsOptions(ca: string | null): ConnectionOptions {
  const common = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const
  return ca === null ? common : { ...common, secureContext: contextWith(ca) }
}

const contexts = new Map<string, SecureContext>()

/** Reading some 150 root certificates takes up to 60 ms: once per CA, not at every connection. */
function contextWith(ca: string): SecureContext {
  const known = contexts.get(ca)
  if (known !== undefined) return known
  if (contexts.size >= CONTEXTS_KEPT) contexts.clear()
  const made = createSecureContext({ minVersion: 'TLSv1.2', ca: [...getCACertificates('default'), ca] })
  contexts.set(ca, made)
  return made
}

/** A practice has one CA of its own, two while it changes over. */
const CONTEXTS_KEPT = 4
