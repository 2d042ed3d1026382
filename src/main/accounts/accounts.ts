import { randomUUID } from 'node:crypto'
import type { AccountSettings, Endpoint } from '../../shared/contract/accounts.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { openSecret, sealSecret } from '../vault/seal.ts'
import { SecretStoreUnavailable } from '../vault/secret-store.ts'
import type { SecretStore } from '../vault/secret-store.ts'
import { ownDomainsOf } from './own-domains.ts'
import { createTestedSettings } from './tested-settings.ts'
import type { TestedSettings } from './tested-settings.ts'

/** A mailbox that the practice uses, as it was set up. Its password is not here. */
export interface Account extends AccountSettings {
  readonly id: string
  /** Recipients in these are the practice itself; empty for an address at a public provider. */
  readonly ownDomains: readonly string[]
}

export type AccountSecret =
  | { readonly kind: 'known'; readonly secret: string }
  /** Not in the keychain, or sealed under another vault's key: the person types it once more. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'keychain-unavailable' }

export interface Accounts {
  list(): Account[]
  get(id: string): Account | null
  /** The domains that an account with this address would make the practice's own (RT-00). */
  ownDomainsFor(address: string): string[]
  /** Both servers let the person in with exactly these, just now. */
  noteTested(settings: AccountSettings, secret: string): void
  /**
   * Only what was tested a moment ago: an address makes its domain the practice's own, and mail goes out to that without a question.
   * The secret first, then the row: a crash between leaves something unreadable in the keychain, never an account without a password.
   */
  add(settings: AccountSettings, secret: string, alongside?: Alongside): Promise<Outcome<{ id: string }, 'not-tested' | 'already-there' | 'keychain-unavailable' | 'disk-full'>>
  /** When `alongside` throws, the old secret is back. */
  changeSecret(id: string, secret: string, alongside?: Alongside): Promise<Outcome<object, 'no-such-account' | 'keychain-unavailable'>>
  secretOf(id: string): Promise<AccountSecret>
  /** Settings and password go. Whether mail still waits is for the caller to ask first. */
  remove(id: string, alongside?: Alongside): Promise<Outcome<object, 'no-such-account'>>
}

/** Runs in the transaction in which the account comes, goes or gets another secret: what it throws undoes that (LOG-05). */
export type Alongside = (id: string) => void

export interface AccountsOptions {
  readonly db: Database
  readonly secrets: SecretStore
  /** The vault's key for secrets: without it what lies in the keychain cannot be read. */
  readonly key: Uint8Array
  /** Domains of {@link readHostProfiles}: never a practice's own. */
  readonly publicDomains: ReadonlySet<string>
  readonly now: () => number
}

/** The accounts of this workstation, over `state.db` and the keychain. Lives as long as the vault is open. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { db } = options
  const tested = createTestedSettings(options.now)
  const fromRow = (row: AccountRow): Account => accountOf(row, options.publicDomains)
  const get = (id: string): Account | null => {
    const row = db.prepare<[string], AccountRow>('SELECT * FROM account WHERE id = ?').get(id)
    return row === undefined ? null : fromRow(row)
  }
  return {
    get,
    list: () => db.prepare<[], AccountRow>('SELECT * FROM account ORDER BY created_at, id').all().map(fromRow),
    ownDomainsFor: (address) => ownDomainsOf(address.trim(), [], options.publicDomains),
    noteTested: (settings, secret) => { tested.note(settings, secret) },
    add: (settings, secret, alongside = () => undefined) => add({ ...options, tested }, { settings, secret, alongside }),
    changeSecret: async (id, secret, alongside = () => undefined) => get(id) === null ? refused('no-such-account') : changeSecret(options, { id, secret, alongside }),
    secretOf: (id) => secretOf(options, id),
    async remove(id, alongside = () => undefined) {
      const isGone = inTransaction(db, () => {
        const { changes } = db.prepare('DELETE FROM account WHERE id = ?').run(id)
        if (changes > 0) alongside(id)
        return changes > 0
      })
      if (!isGone) return refused('no-such-account')
      await forget(options, id)
      return done({})
    },
  }
}

interface Arrival { readonly settings: AccountSettings; readonly secret: string; readonly alongside: Alongside }

async function add(options: AccountsOptions & { tested: TestedSettings }, { settings, secret, alongside }: Arrival): ReturnType<Accounts['add']> {
  if (!options.tested.take(settings, secret)) return refused('not-tested')
  const id = randomUUID()
  const key = asciiLowerCase(settings.address.trim())
  const isThere = (): boolean => options.db.prepare('SELECT 1 FROM account WHERE address_key = ?').get(key) !== undefined
  if (isThere()) return refused('already-there')
  if (!(await keep(options, id, secret))) return refused('keychain-unavailable')
  try {
    if (isThere()) return await undo(options, id, 'already-there')
    inTransaction(options.db, () => {
      insert(options, id, settings)
      alongside(id)
    })
    return done({ id })
  } catch (error) {
    if (isDiskFull(error)) return await undo(options, id, 'disk-full')
    await forget(options, id)
    throw error
  }
}

async function undo<const Fail extends string>(options: AccountsOptions, id: string, fail: Fail): Promise<{ ok: false; fail: Fail }> {
  await forget(options, id)
  return refused(fail)
}

function insert({ db, now }: AccountsOptions, id: string, settings: AccountSettings): void {
  const { imap, smtp } = settings
  const address = settings.address.trim()
  db.prepare(`
    INSERT INTO account (
      id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, ca_file, created_at
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    id, address, asciiLowerCase(address), settings.displayName, imap.host, imap.port, imap.security, smtp.host, smtp.port, smtp.security,
    settings.user, settings.auth, settings.caFile, now(),
  )
}

interface NewSecret { readonly id: string; readonly secret: string; readonly alongside: Alongside }

async function changeSecret(options: AccountsOptions, { id, secret, alongside }: NewSecret): ReturnType<Accounts['changeSecret']> {
  const before = await secretOf(options, id)
  if (!(await keep(options, id, secret))) return refused('keychain-unavailable')
  try {
    inTransaction(options.db, () => { alongside(id) })
    return done({})
  } catch (error) {
    if (before.kind === 'known') await keep(options, id, before.secret)
    throw error
  }
}

const nameOf = (id: string): string => `account:${id}`
/** What the login of an account is called in the keychain. */
export const loginName = nameOf

async function keep({ secrets, key }: AccountsOptions, id: string, secret: string): Promise<boolean> {
  return whenAvailable(() => secrets.set(nameOf(id), sealSecret(key, secret, id)))
}

/** What stays behind is sealed and belongs to no account: no reason to keep the account. */
async function forget({ secrets }: AccountsOptions, id: string): Promise<void> {
  await whenAvailable(() => secrets.delete(nameOf(id)))
}

async function whenAvailable(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return false
    throw error
  }
}

async function secretOf({ secrets, key }: AccountsOptions, id: string): Promise<AccountSecret> {
  try {
    const sealed = await secrets.get(nameOf(id))
    const secret = sealed === null ? null : openSecret(key, sealed, id)
    return secret === null ? { kind: 'lost' } : { kind: 'known', secret }
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return { kind: 'keychain-unavailable' }
    throw error
  }
}

interface AccountRow {
  readonly id: string
  readonly address: string
  readonly display_name: string
  readonly imap_host: string
  readonly imap_port: number
  readonly imap_security: Endpoint['security']
  readonly smtp_host: string
  readonly smtp_port: number
  readonly smtp_security: Endpoint['security']
  readonly user: string
  readonly auth: AccountSettings['auth']
  readonly ca_file: string | null
  readonly more_own_domains: string
}

const accountOf = (row: AccountRow, publicDomains: ReadonlySet<string>): Account => ({
  id: row.id,
  address: row.address,
  displayName: row.display_name,
  imap: { host: row.imap_host, port: row.imap_port, security: row.imap_security },
  smtp: { host: row.smtp_host, port: row.smtp_port, security: row.smtp_security },
  user: row.user,
  caFile: row.ca_file,
  auth: row.auth,
  ownDomains: ownDomainsOf(row.address, JSON.parse(row.more_own_domains) as string[], publicDomains),
})
