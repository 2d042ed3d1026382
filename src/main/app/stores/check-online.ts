import { createAccounts, type Account, type Accounts } from '../../accounts/accounts.ts'
import { readCaFile } from '../../accounts/ca-file.ts'
import { checkWithServer, type CheckedWithServer } from '../../imap/check-with-server.ts'
import type { ConnectionProblem } from '../../imap/face.ts'
import { openMailboxReader, openMailboxWriter, type MailboxWriter } from '../../mailbox/mailbox.ts'
import { isDiskFull } from '../../store/store.ts'
import type { Keys } from '../../vault/keys.ts'
import type { SecretStore } from '../../vault/secret-store.ts'
import { mailboxOfAccount } from '../practice/mailboxes.ts'
import type { StoreReport } from './check-stores.ts'
import { openState } from './state-store.ts'

/** A mailbox of the person, compared with its server; `problem`: why not, or not to its end. */
export interface ServerReport extends Omit<CheckedWithServer, 'problem'> {
  readonly mailbox: string
  /** `left-to-program`: a shared mailbox with a password of its own, which the running program compares. */
  readonly problem: ConnectionProblem | 'disk-full' | 'left-to-program' | null
}

interface Place { directory: string; keys: Keys; secrets: SecretStore }

/**
 * Compares the copy of each of the person's own mailboxes with its server, and mends what `report` found damaged. Shared mailboxes
 * with a password of their own are for the running program, which knows who may read them: they are named, and not compared. Nothing where a database does not hold.
 */
export async function checkOnline({ directory, keys, secrets }: Place, report: StoreReport): Promise<readonly ServerReport[]> {
  if (report.cache !== 'whole' && report.cache !== 'mending') return []
  const state = openState(directory, keys.state, 'read')
  if (state.kind !== 'open') return []
  const copy = openMailboxWriter({ directory, cacheKey: keys.cache, segmentKey: keys.segments, onChanged: () => undefined })
  try {
    if (copy.kind !== 'open') return []
    const accounts = createAccounts({ db: state.database, secrets, key: keys.secrets, publicDomains: new Set(), now: Date.now })
    const reports: ServerReport[] = []
    for (const account of accounts.list()) reports.push(await checkAccount(accounts, account, copy.writer))
    return [...reports, ...leftToProgram({ directory, keys })]
  } finally {
    if (copy.kind === 'open') copy.writer.close()
    state.database.close()
  }
}

/** By the name that the practice has for it: its address is in the register, which nobody has opened here. */
function leftToProgram({ directory, keys }: Pick<Place, 'directory' | 'keys'>): ServerReport[] {
  const copy = openMailboxReader({ directory, cacheKey: keys.cache, segmentKey: keys.segments })
  if (copy.kind !== 'open') return []
  try {
    const mailboxes = new Set(copy.reader.folders().flatMap(({ accountId }) => mailboxOfAccount(accountId) ?? []))
    return [...mailboxes].map((mailbox) => ({ mailbox, compared: 0, fetchedAgain: 0, untrue: 0, mended: 0, problem: 'left-to-program' }))
  } finally {
    copy.reader.close()
  }
}

async function checkAccount(accounts: Accounts, { id, address, imap, user, auth, caFile }: Account, copy: MailboxWriter): Promise<ServerReport> {
  const none = { mailbox: address, compared: 0, fetchedAgain: 0, untrue: 0, mended: 0 }
  const [ca, secret] = await Promise.all([readCaFile(caFile), accounts.secretOf(id)])
  if (ca.kind === 'unreadable') return { ...none, problem: 'ca-file-unreadable' }
  if (secret.kind !== 'known') return { ...none, problem: 'login-refused' }
  try {
    const found = await checkWithServer({ id, address, imap, user, auth, secret: secret.secret, ca: ca.pem }, copy, new AbortController().signal)
    return { ...none, ...found }
  } catch (error) {
    if (isDiskFull(error)) return { ...none, problem: 'disk-full' }
    throw error
  }
}

/** What both looks came to. Damage that was mended was damage: the next look says that all is well. */
export function withServers(report: StoreReport, servers: readonly ServerReport[]): StoreReport & { readonly servers: readonly ServerReport[] } {
  const mended = servers.reduce((sum, one) => sum + one.mended, 0)
  const isMended = report.cache === 'mending' && mended >= report.messages.faulty + report.messages.awaited
  const well = report.well && servers.every(({ fetchedAgain }) => fetchedAgain === 0)
  return { ...report, well, cache: isMended ? 'mended' : report.cache, servers }
}
