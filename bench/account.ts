import { readFileSync } from 'node:fs'

/** Whom to log in as, for our own sync and for its peers alike. */
export interface BenchAccount {
  readonly host: string
  readonly port: number
  /** False means STARTTLS, never clear text. */
  readonly secure: boolean
  readonly user: string
  readonly password: string
  /** The CA that vouches for the server, as PEM text; null: the public ones. */
  readonly ca: string | null
}

/** Reads `{"host","port","secure","user","password","ca"}`; `ca` is a file's path or PEM text, and like `secure` may be left out. */
export function readAccount(file: string): BenchAccount {
  const { ca = null, secure = true, ...account } = JSON.parse(readFileSync(file, 'utf8')) as Omit<BenchAccount, 'ca' | 'secure'> & Partial<BenchAccount>
  return { ...account, secure, ca: ca === null ? null : pemOf(ca) }
}

export const pemOf = (ca: string): string => (ca.includes('-----BEGIN CERTIFICATE-----') ? ca : readFileSync(ca, 'utf8'))
