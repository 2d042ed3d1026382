import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount, folderOf, letter, openDesk, type Desk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const program = path.resolve(import.meta.dirname, '../../bin/praktijkpost.js')
const anja = 'anja@delinde.test'

let practice: Practice
let desk: Desk
let accountId: string
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  for (const subject of ['Een', 'Twee', 'Drie']) await practice.deliver(letter({ to: anja, subject }), anja)
  desk = await openDesk()
  accountId = await addAccount(desk, practice, anja)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await practice[Symbol.asyncDispose]()
})

const subjects = async () =>
  (await desk.get('mail.rows', { folderId: (await folderOf(desk, 'inbox', accountId)).id, offset: 0, limit: 50 })).rows.map(({ subject }) => subject).sort()
const aside = () => readdirSync(desk.directory).filter((name) => name.startsWith('aside-'))

/** One bit of the file, somewhere below its header. */
function flip(name: string, at: number): void {
  const file = path.join(desk.directory, name)
  const bytes = readFileSync(file)
  bytes[at]! ^= 1
  writeFileSync(file, bytes)
}

test.each([['a page', 5_000], ['the header', 3]])('a damaged copy of the mail (%s) is fetched again; drafts and outbox are as they were', async (_, at) => {
  // given
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: 'Bas', address: 'bas@delinde.test' }] })
  await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Nog niet af' } })
  const sent = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: '', address: 'balie@apotheekzuid.test' }] })
  const { revision } = await desk.get('drafts.save', { id: sent.id, revision: 0, fields: { ...sent.fields, subject: 'Wacht op een route' } })
  await desk.get('send.confirm', { id: sent.id, revision })
  const [drafts, outbox] = [await desk.get('drafts.list', {}), await desk.get('outbox.list', {})]
  expect(await desk.ask('copy.fetchAnew', {})).toEqual({ ok: false, fail: 'not-damaged' })
  await desk.get('vault.lock', {})
  flip('cache.db', at)
  // when
  expect(await desk.unlock()).toEqual({ ok: false, fail: 'damaged-copy' })
  expect([await desk.unlock(), aside()]).toEqual([{ ok: false, fail: 'damaged-copy' }, []])
  await desk.get('copy.fetchAnew', {})
  expect(aside()).toEqual([])
  expect((await desk.unlock()).ok).toBe(true)
  // then
  expect([await desk.get('drafts.list', {}), await desk.get('outbox.list', {})]).toEqual([drafts, outbox])
  await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'online' && account.progress === null && account.lastSyncedAt !== null)
  expect(await subjects()).toEqual(['Drie', 'Een', 'Twee'])
  await expect.poll(aside, { timeout: 60_000 }).toEqual([])
})

const lookedThrough = () => desk.until('storage.state', {}, ({ lastCheck, isChecking }) => lastCheck !== null && !isChecking)

/** The message that was written last. */
function damageMessage(): void {
  const folder = path.join(desk.directory, 'segments')
  for (const name of readdirSync(folder)) flip(path.join('segments', name), readFileSync(path.join(folder, name)).length - 40)
}

test('messages that turn out damaged at a look through all of them are fetched again, and the page says how many, and that they are mended', async () => {
  // given
  await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'online' && account.progress === null)
  damageMessage()
  // when
  await desk.get('storage.check', {})
  // then
  expect(await lookedThrough()).toMatchObject({ lastCheck: { mail: 'whole', faults: { found: 1 } }, backups: { count: 1 }, state: { secondCopy: 'whole', mendedAt: null } })
  await desk.until('storage.state', {}, ({ lastCheck }) => lastCheck?.faults.mended === 1)
  const nothing = { fetching: 0, offline: 0, refused: 0, gone: 0 }
  expect((await desk.get('storage.state', {})).lastCheck?.faults).toEqual({ found: 1, mended: 1, ...nothing })
  // when: once more, now that it is whole
  await desk.get('storage.check', {})
  await lookedThrough()
  expect((await desk.get('storage.state', {})).lastCheck?.faults).toEqual({ found: 0, mended: 0, ...nothing })
})

test('without a server what is damaged waits, also through a restart of the program, and is mended once the server is back', async () => {
  // given
  const inbox = await folderOf(desk, 'inbox', accountId)
  const before = await desk.get('mail.rows', { folderId: inbox.id, offset: 0, limit: 50 })
  await practice.stopServer('dovecot')
  await desk.until('accounts.list', {}, ([account]) => account?.connection.kind !== 'online')
  damageMessage()
  // when
  await desk.get('storage.check', {})
  const waiting = await lookedThrough()
  // then
  const found = waiting.lastCheck?.faults.found ?? 0
  expect(found).toBeGreaterThan(0)
  expect(waiting.lastCheck?.faults).toEqual({ found, mended: 0, fetching: 0, offline: found, refused: 0, gone: 0 })
  // when
  await desk.get('vault.lock', {})
  expect((await desk.unlock()).ok).toBe(true)
  expect((await desk.get('storage.state', {})).lastCheck?.faults).toMatchObject({ offline: found, mended: 0 })
  await practice.startServer('dovecot')
  // then
  await desk.until('storage.state', {}, ({ lastCheck }) => lastCheck?.faults.mended === found)
  expect((await desk.get('mail.rows', { folderId: inbox.id, offset: 0, limit: 50 })).rows).toHaveLength(before.rows.length)
})

test('all mail is compared with the server, and a mailbox is fetched anew while drafts and what waits stay', async () => {
  // given
  const compared = await desk.until('storage.state', {}, ({ mailboxes }) => (mailboxes[0]?.compared ?? null) !== null)
  expect(compared.mailboxes).toMatchObject([{ accountId, address: anja, isOnline: true, compared: { fetchedAgain: 0, untrue: 0 } }])
  expect(compared.mailboxes[0]?.compared?.compared).toBeGreaterThanOrEqual(3)
  const [drafts, outbox] = [await desk.get('drafts.list', {}), await desk.get('outbox.list', {})]
  const before = (await desk.get('mail.rows', { folderId: (await folderOf(desk, 'inbox', accountId)).id, offset: 0, limit: 50 })).rows
  // when
  expect(await desk.ask('storage.fetchAnew', { accountId: 'niemand' })).toEqual({ ok: false, fail: 'no-such-account' })
  const at = Date.now()
  await desk.get('storage.fetchAnew', { accountId })
  // then
  await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'online' && account.progress === null && (account.lastSyncedAt ?? 0) > at)
  expect(await subjects()).toEqual(['Drie', 'Een', 'Twee'])
  const { id: folderId } = await folderOf(desk, 'inbox', accountId)
  const after = (await desk.get('mail.rows', { folderId, offset: 0, limit: 50 })).rows
  expect(after.map(({ subject, seen }) => [subject, seen])).toEqual(before.map(({ subject, seen }) => [subject, seen]))
  expect([await desk.get('drafts.list', {}), await desk.get('outbox.list', {})]).toEqual([drafts, outbox])
})

test('the state is not what this way out is for', async () => {
  await desk.get('vault.lock', {})
  for (const file of ['state.db', 'twin/state.db']) flip(file, 5_000)
  expect(await desk.unlock()).toEqual({ ok: false, fail: 'damaged-file' })
  expect(await desk.ask('copy.fetchAnew', {})).toEqual({ ok: false, fail: 'not-damaged' })
  flip('state.db', 5_000)
  expect((await desk.unlock()).ok).toBe(true)
})

test('pages that turn out damaged while somebody reads lock the screen, and the way out is the same', async () => {
  // given
  await desk.get('vault.lock', {})
  expect((await desk.unlock()).ok).toBe(true)
  const file = path.join(desk.directory, 'cache.db')
  const bytes = readFileSync(file)
  // All pages but the first, which the program has in memory.
  for (let at = 16_384 + 100; at < bytes.length; at += 16_384) bytes[at]! ^= 1
  writeFileSync(file, bytes)
  // when
  const folders = await desk.ask('folders.list', {})
  const rows = await desk.ask('mail.search', { text: 'twee', folderId: null, offset: 0, limit: 10 })
  // then
  for (const answer of [folders, rows]) if (!answer.ok) expect(answer.fail).toBe('locked')
  expect(rows.ok).toBe(false)
  await desk.until('vault.state', {}, ({ phase }) => phase === 'locked')
  expect(await desk.unlock()).toEqual({ ok: false, fail: 'damaged-copy' })
  await desk.get('copy.fetchAnew', {})
  expect((await desk.unlock()).ok).toBe(true)
  await desk.until('accounts.list', {}, ([account]) => account?.progress === null && account.lastSyncedAt !== null)
  expect(await subjects()).toEqual(['Drie', 'Een', 'Twee'])
})

test('the terminal compares with the server too, and fetches at once what is damaged', async () => {
  // given
  const code = desk.recoveryCode ?? ''
  await desk.get('vault.lock', {})
  const folder = path.join(desk.directory, 'segments')
  for (const name of readdirSync(folder)) flip(path.join('segments', name), 200)
  const check = (...args: string[]) => new Promise<Record<string, unknown>>((resolve) => {
    const child = execFile(process.execPath, [program, 'store', 'check', '--data', desk.directory, '--json', ...args], (_, out) => { resolve(JSON.parse(out || '{}') as Record<string, unknown>) })
    child.stdin?.end(`${code}\n`)
  })
  // when, then
  expect(await check('--offline')).toMatchObject({ well: false, cache: 'mending', servers: [] })
  const online = await check()
  expect(online).toMatchObject({ cache: 'whole', messages: { faulty: 0 }, servers: [{ mailbox: anja, fetchedAgain: 0, untrue: 0, problem: null }] })
  expect((online.servers as { mended: number }[])[0]?.mended).toBeGreaterThan(0)
  expect(await check()).toMatchObject({ well: true, cache: 'whole', servers: [{ mended: 0, problem: null }] })
}, 120_000)

test('a changed byte in the state is mended from its second copy at the next unlocking, and nothing of it is lost', async () => {
  // given
  await desk.unlock()
  await desk.get('settings.set', { theme: 'light' })
  const drafts = await desk.get('drafts.list', {})
  await desk.get('vault.lock', {})
  // when
  flip('state.db', 5_000)
  // then
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  expect((await desk.get('settings.get', {})).theme).toBe('light')
  expect(await desk.get('drafts.list', {})).toEqual(drafts)
  expect(await desk.get('storage.state', {})).toMatchObject({ restored: null, state: { mendedAt: expect.any(Number) as number } })
  await desk.get('vault.lock', {})
})

test('a damaged state is put back from the backup of a day that the person chooses, once the key agrees', async () => {
  // given
  expect(await desk.ask('backup.list', {})).toEqual({ ok: false, fail: 'not-damaged' })
  expect((await desk.unlock()).ok).toBe(true)
  await desk.get('settings.set', { theme: 'dark' })
  await desk.get('storage.check', {})
  await desk.until('storage.state', {}, ({ isChecking }) => !isChecking)
  await desk.get('vault.lock', {})
  for (const file of ['state.db', 'twin/state.db']) flip(file, 5_000)
  expect(await desk.unlock()).toEqual({ ok: false, fail: 'damaged-file' })
  // when
  const { backups: [newest] } = await desk.get('backup.list', {})
  expect(newest).toMatchObject({ condition: 'whole' })
  expect(await desk.ask('backup.choose', { name: 'gisteren' })).toEqual({ ok: false, fail: 'no-such-backup' })
  expect(await desk.get('backup.choose', { name: newest?.name ?? '' })).toEqual({})
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  // then
  expect((await desk.get('settings.get', {})).theme).toBe('dark')
  expect((await desk.get('storage.state', {})).restored).not.toBeNull()
  expect((await desk.get('drafts.list', {})).length).toBeGreaterThan(0)
  expect(await desk.ask('backup.list', {})).toEqual({ ok: false, fail: 'not-damaged' })
})
