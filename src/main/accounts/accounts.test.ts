import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { AccountSettings } from '../../shared/contract/accounts.ts'
import { openDatabase, stateMigrations } from '../store/store.ts'
import { fileSecretStore } from '../vault/file-secrets.ts'
import { SecretStoreUnavailable } from '../vault/secret-store.ts'
import type { SecretStore } from '../vault/secret-store.ts'
import { createAccounts } from './accounts.ts'
import type { Accounts } from './accounts.ts'

const settings: AccountSettings = {
  address: 'anja@delinde.test', displayName: 'Anja de Vries', user: 'anja@delinde.test', caFile: '/ca.pem', auth: 'password',
  imap: { host: 'imap.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'smtp.delinde.test', port: 587, security: 'starttls' },
}

function workstation() {
  const directory = mkdtempSync(path.join(tmpdir(), 'accounts-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: randomBytes(32), migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  onTestFinished(() => {
    opened.database.close()
    rmSync(directory, { recursive: true })
  })
  const keychain = path.join(directory, 'keychain.json')
  const secrets = fileSecretStore(keychain)
  const key = randomBytes(32)
  const open = (more: { key?: Uint8Array; secrets?: SecretStore } = {}): Accounts =>
    createAccounts({ db: opened.database, secrets, key, publicDomains: new Set(['ziggo.nl']), now: () => 1, ...more })
  return { db: opened.database, keychain, open }
}

const unavailable: SecretStore = {
  kind: 'system',
  get: () => Promise.reject(new SecretStoreUnavailable('locked')),
  set: () => Promise.reject(new SecretStoreUnavailable('locked')),
  delete: () => Promise.reject(new SecretStoreUnavailable('locked')),
}

/** As after a login that worked. */
function add(accounts: Accounts, change: Partial<AccountSettings> = {}, alongside?: () => void) {
  const arrival = { ...settings, ...change }
  accounts.noteTested(arrival, 'geheim-wachtwoord')
  return accounts.add(arrival, 'geheim-wachtwoord', alongside)
}

async function added(accounts: Accounts, change: Partial<AccountSettings> = {}): Promise<string> {
  const outcome = await add(accounts, change)
  if (!outcome.ok) throw new Error(outcome.fail)
  return outcome.value.id
}

test('an account comes back as it was set up, with its own domain', async () => {
  const { open } = workstation()
  const id = await added(open())
  expect(open().list()).toEqual([{ ...settings, id, ownDomains: ['delinde.test'] }])
  expect(open().get(id)).toEqual(open().list()[0])
  expect(open().get('another')).toBeNull()
})

test('an address at a public provider has no own domain', async () => {
  const { open } = workstation()
  const id = await added(open(), { address: 'delinde@Ziggo.nl' })
  expect(open().get(id)?.ownDomains).toEqual([])
})

test('the same mailbox is not added twice, whatever its capitals', async () => {
  const { open, keychain } = workstation()
  await added(open())
  const before = readFileSync(keychain, 'utf8')
  expect(await add(open(), { address: ' Anja@DeLinde.TEST ' })).toEqual({ ok: false, fail: 'already-there' })
  expect(readFileSync(keychain, 'utf8')).toBe(before)
  const both = await Promise.all([add(open(), { address: 'bas@delinde.test' }), add(open(), { address: 'BAS@delinde.test' })])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(open().list()).toHaveLength(2)
})

test('the password needs both the keychain and the vault', async () => {
  const { open, keychain } = workstation()
  const id = await added(open())
  expect(await open().secretOf(id)).toEqual({ kind: 'known', secret: 'geheim-wachtwoord' })
  expect(await open({ key: randomBytes(32) }).secretOf(id)).toEqual({ kind: 'lost' })
  expect(await open({ secrets: unavailable }).secretOf(id)).toEqual({ kind: 'keychain-unavailable' })
  expect(await open().secretOf('another')).toEqual({ kind: 'lost' })
  expect(readFileSync(keychain, 'utf8')).not.toContain(Buffer.from('geheim-wachtwoord').toString('base64url').slice(2, 18))
})

test('the database holds no password', async () => {
  const { db, open } = workstation()
  await added(open())
  expect(JSON.stringify(db.prepare('SELECT * FROM account').all())).not.toContain('geheim')
})

test('a secret is changed for an account that is there', async () => {
  const { open } = workstation()
  const id = await added(open())
  expect(await open().changeSecret(id, 'nieuw')).toEqual({ ok: true, value: {} })
  expect(await open().secretOf(id)).toEqual({ kind: 'known', secret: 'nieuw' })
  expect(await open().changeSecret('another', 'x')).toEqual({ ok: false, fail: 'no-such-account' })
  expect(await open({ secrets: unavailable }).changeSecret(id, 'x')).toEqual({ ok: false, fail: 'keychain-unavailable' })
})

test('a new secret that cannot be told of is not the secret', async () => {
  const { open } = workstation()
  const id = await added(open())
  const fail = (): never => { throw new Error('nothing can be written') }
  await expect(open().changeSecret(id, 'nieuw', fail)).rejects.toThrow('nothing can be written')
  expect(await open().secretOf(id)).toEqual({ kind: 'known', secret: 'geheim-wachtwoord' })
})

test('nothing is added that did not log in just now with exactly this, and nothing twice', async () => {
  const { open } = workstation()
  const accounts = open()
  expect(await accounts.add(settings, 'geheim-wachtwoord')).toEqual({ ok: false, fail: 'not-tested' })
  accounts.noteTested(settings, 'geheim-wachtwoord')
  expect(await accounts.add({ ...settings, address: 'anja@ziekenhuis.test' }, 'geheim-wachtwoord')).toEqual({ ok: false, fail: 'not-tested' })
  expect(accounts.list()).toEqual([])
  expect((await accounts.add(settings, 'geheim-wachtwoord')).ok).toBe(true)
  expect(await accounts.add({ ...settings }, 'geheim-wachtwoord')).toEqual({ ok: false, fail: 'not-tested' })
})

test('it is known beforehand which domains become the own ones', () => {
  const { open } = workstation()
  expect(open().ownDomainsFor(' anja@DeLinde.test')).toEqual(['delinde.test'])
  expect(open().ownDomainsFor('delinde@ziggo.nl')).toEqual([])
  expect(open().ownDomainsFor('anja')).toEqual([])
})

test('without a keychain nothing is added', async () => {
  const { open } = workstation()
  expect(await add(open({ secrets: unavailable }))).toEqual({ ok: false, fail: 'keychain-unavailable' })
  expect(open().list()).toEqual([])
})

test('a full disk adds nothing and leaves no password behind', async () => {
  const { db, open, keychain } = workstation()
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${pages}`)
  db.exec('CREATE TEMP TABLE hog (x)')
  const outcome = await add(open(), { displayName: 'x'.repeat(200_000) })
  expect(outcome).toEqual({ ok: false, fail: 'disk-full' })
  expect(open().list()).toEqual([])
  expect(readFileSync(keychain, 'utf8').trim()).toBe('{}')
})

test('removing takes settings and password', async () => {
  const { open, keychain } = workstation()
  const id = await added(open())
  expect(await open().remove(id)).toEqual({ ok: true, value: {} })
  expect(await open().remove(id)).toEqual({ ok: false, fail: 'no-such-account' })
  expect(open().list()).toEqual([])
  expect(readFileSync(keychain, 'utf8').trim()).toBe('{}')
})

test('what must be written alongside undoes an account that it cannot tell of', async () => {
  const { open, keychain } = workstation()
  const fail = (): never => { throw new Error('nothing can be written') }
  // when
  await expect(add(open(), {}, fail)).rejects.toThrow('nothing can be written')
  // then
  expect(open().list()).toEqual([])
  expect(readFileSync(keychain, 'utf8')).not.toContain('account:')
  // and it stays when its going cannot be told
  const id = await added(open())
  await expect(open().remove(id, fail)).rejects.toThrow('nothing can be written')
  expect(open().get(id)).not.toBeNull()
  expect(await open().secretOf(id)).toEqual({ kind: 'known', secret: 'geheim-wachtwoord' })
})
