import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ImapFlow } from 'imapflow'
import type { AccountConnection } from '../../src/main/imap/face.ts'
import type { ReadingPolicy } from '../../src/main/imap/reading-policy.ts'
import { SyncDesk } from '../faults/sync-desk.ts'
import type { Practice } from './servers/practice.ts'

/** How somebody of the sample practice logs in. */
export function accountOf(practice: Practice, address: string, change: Partial<AccountConnection> = {}): Omit<AccountConnection, 'id'> {
  const { password } = practice.person(address)
  return {
    address, user: address, auth: 'password', secret: password, ca: readFileSync(practice.caFile, 'utf8'),
    imap: { host: practice.host, port: practice.ports.imaps, security: 'tls' }, ...change,
  }
}

/** Somebody's other device: a mail program that is not ours. */
export async function deviceOf(practice: Practice, address: string): Promise<ImapFlow> {
  const device = new ImapFlow({
    host: practice.host, port: practice.ports.imaps, secure: true, logger: false, disableAutoIdle: true,
    auth: { user: address, pass: practice.person(address).password }, tls: { ca: readFileSync(practice.caFile) },
  })
  await device.connect()
  return device
}

/** One line per message: number, flags and fingerprint. Two copies of the same mailbox give the same lines. */
type Account = Record<string, string[]>

const line = (uid: number, flags: Iterable<string>, raw: Uint8Array): string =>
  `${uid} ${[...flags].filter((flag) => flag !== '\\Recent').sort().join(' ')} ${createHash('sha256').update(raw).digest('hex').slice(0, 16)}`

export async function onServer(practice: Practice, address: string): Promise<Account> {
  await using device = await deviceOf(practice, address)
  const account: Account = {}
  for (const { path, flags } of await device.list()) {
    if (flags.has('\\Noselect')) continue
    const { exists } = await device.mailboxOpen(path, { readOnly: true })
    account[path] = []
    if (exists === 0) continue
    for await (const message of device.fetch('1:*', { uid: true, flags: true, source: true })) {
      account[path].push(line(message.uid, message.flags ?? [], message.source ?? Buffer.alloc(0)))
    }
  }
  return account
}

/** The same, as our copy has it: rows and raw mail as a reader reads them. */
export function inCopy({ writer, reader }: Pick<SyncDesk, 'writer' | 'reader'>): Account {
  const account: Account = {}
  for (const { id, path } of writer.folderStates('account')) {
    const flags = writer.flagsOf(id)
    const total = reader.rows(id, { offset: 0, limit: 1 })?.total ?? 0
    const ids = Array.from({ length: Math.ceil(total / 200) }, (_, page) => reader.rows(id, { offset: page * 200, limit: 200 })?.rows.map((row) => row.id) ?? []).flat()
    account[path] = writer.locate(ids).sort((a, b) => a.uid - b.uid).map(({ messageId, uid }) => {
      const stored = reader.raw(messageId)
      return line(uid, flags.get(uid) ?? ['?'], stored.kind === 'raw' ? stored.raw : Buffer.from(stored.kind))
    })
  }
  return account
}

export const openDesk = (practice: Practice, address: string, options: { directory?: string; reading?: ReadingPolicy } = {}): SyncDesk =>
  new SyncDesk({ account: accountOf(practice, address), ...options })
