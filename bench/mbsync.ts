import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../test/practice/servers/running.ts'
import type { BenchAccount } from './account.ts'

/** The same mail fetched by mbsync (isync) into a Maildir of clear text; wall seconds. */
export async function timeMbsync(account: BenchAccount, options: { fsync: boolean }): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mbsync-'))
  try {
    mkdirSync(path.join(folder, 'mail'))
    const file = path.join(folder, 'mbsyncrc')
    const caFile = account.ca === null ? null : path.join(folder, 'ca.pem')
    if (caFile !== null) writeFileSync(caFile, account.ca ?? '')
    writeFileSync(file, configuration(folder, account, { ...options, caFile }), { mode: 0o600 })
    const start = performance.now()
    await run(['mbsync', '--quiet', '--config', file, 'bench'])
    return Math.round((performance.now() - start) / 10) / 100
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** It finds no addresses in certificates, only names. */
const nameOf = (host: string): string => (host === '127.0.0.1' ? 'localhost' : host)

const configuration = (folder: string, { host, port, secure, user, password }: BenchAccount, { fsync, caFile }: { fsync: boolean; caFile: string | null }): string => `
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
Path ${quoted(`${folder}/mail/`)}
Inbox ${quoted(`${folder}/mail/INBOX`)}
SubFolders Verbatim

Channel bench
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
`
