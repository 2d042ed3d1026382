import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../test/practice/servers/running.ts'
import type { BenchAccount } from './account.ts'
import { round } from './spread.ts'

/** The same mail in a Maildir of clear text, kept in step by mbsync (isync); gone at the end. */
export class PeerMail implements Disposable {
  readonly #folder: string

  constructor(account: BenchAccount, { fsync }: { fsync: boolean }) {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'mbsync-'))
    mkdirSync(this.maildir)
    const caFile = account.ca === null ? null : path.join(this.#folder, 'ca.pem')
    if (caFile !== null) writeFileSync(caFile, account.ca ?? '')
    writeFileSync(this.#configuration, configuration(this.maildir, account, { fsync, caFile }), { mode: 0o600 })
  }

  get maildir(): string { return path.join(this.#folder, 'mail') }
  get #configuration(): string { return path.join(this.#folder, 'mbsyncrc') }

  /** All of it the first time, what changed later; wall seconds, the start of the program included. */
  async pull(): Promise<number> {
    const start = performance.now()
    await run(['mbsync', '--quiet', '--config', this.#configuration, 'bench'])
    return round((performance.now() - start) / 1_000, 3)
  }

  [Symbol.dispose](): void { rmSync(this.#folder, { recursive: true, force: true }) }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** It finds no addresses in certificates, only names. */
const nameOf = (host: string): string => (host === '127.0.0.1' ? 'localhost' : host)

const configuration = (maildir: string, { host, port, secure, user, password }: BenchAccount, { fsync, caFile }: { fsync: boolean; caFile: string | null }): string => `
${fsync ? '' : 'FSync no'}

IMAPAccount bench
Host ${nameOf(host)}
Port ${String(port)}
User ${quoted(user)}
Pass ${quoted(password)}
SSLType ${secure ? 'IMAPS' : 'STARTTLS'}
${caFile === null ? '' : `CertificateFile ${quoted(caFile)}`}

IMAPStore far
Account bench

MaildirStore near
Path ${quoted(`${maildir}/`)}
Inbox ${quoted(`${maildir}/INBOX`)}
SubFolders Verbatim

Channel bench
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
`
