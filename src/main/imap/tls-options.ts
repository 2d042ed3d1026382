import { createSecureContext, getCACertificates, type ConnectionOptions } from 'node:tls'

/** TLS 1.2 or later, certificate always checked: nothing in the program or its environment can turn that off (NTA-6.1.11). */
export function tlsOptions(ca: string | null): ConnectionOptions {
  const common = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const
  if (ca === null) return common
  // Reading some 150 root certificates takes 20 ms: once per account, not at every connection.
  return { ...common, secureContext: createSecureContext({ minVersion: 'TLSv1.2', ca: [...getCACertificates('default'), ca] }) }
}
