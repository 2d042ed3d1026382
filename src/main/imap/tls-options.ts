import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type ConnectionOptions } from 'node:tls'

/** TLS 1.2 or later, certificate always checked: nothing in the program or its environment can turn that off (NTA-6.1.11). */
export function tlsOptions(ca: string | null): ConnectionOptions {
  const common = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const
  if (ca === null) return common
  // Reading some 150 root certificates takes 20 ms: once per account, not at every connection.
  return { ...common, secureContext: createSecureContext({ minVersion: 'TLSv1.2', ca: [...getCACertificates('default'), ca] }) }
}

/** Whether the text holds at least one certificate and nothing that pretends to be one. */
export function isCertificateFile(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)
  if (blocks === null) return false
  return blocks.every((block) => {
    try {
      return new X509Certificate(block).raw.length > 0
    } catch {
      return false
    }
  })
}
