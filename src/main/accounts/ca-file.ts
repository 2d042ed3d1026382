import { X509Certificate } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { MAX_CA_FILE_BYTES } from '../../shared/limits.ts'

/** `pem` is null when the account has no CA of its own and the public ones do. */
export type OwnCa = { readonly kind: 'read'; readonly pem: string | null } | { readonly kind: 'unreadable' }

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** The practice's own CA. Only certificates are taken from the file: a key that lies beside them never gets into memory for long. */
export async function readCaFile(file: string | null): Promise<OwnCa> {
  if (file === null) return { kind: 'read', pem: null }
  const text = await readSmallFile(file)
  const certificates = text?.match(CERTIFICATE) ?? []
  return certificates.length > 0 && certificates.every(isAuthority) ? { kind: 'read', pem: `${certificates.join('\n')}\n` } : { kind: 'unreadable' }
}

async function readSmallFile(file: string): Promise<string | null> {
  try {
    // Without waiting: a pipe that nobody writes to would otherwise hold up whoever asks, and a device never ends.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    const about = await handle.stat()
    return !about.isFile() || about.size > MAX_CA_FILE_BYTES ? null : await handle.readFile('utf8')
  } catch {
    return null
  }
}

function isAuthority(pem: string): boolean {
  try {
    const certificate = new X509Certificate(pem)
    // A small server's self-signed certificate vouches for itself only, and that is what its owner means.
    return certificate.ca || certificate.checkIssued(certificate)
  } catch {
    return false
  }
}
