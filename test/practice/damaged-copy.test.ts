import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount, folderOf, letter, openDesk, type Desk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

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

test('messages that turn out damaged at a look through all of them are fetched again, and the page says how many', async () => {
  // given
  await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'online' && account.progress === null)
  const folder = path.join(desk.directory, 'segments')
  for (const name of readdirSync(folder)) flip(path.join('segments', name), 200)
  // when
  await desk.get('storage.check', {})
  // then
  const looked = await desk.until('storage.state', {}, ({ lastCheck, isChecking }) => lastCheck !== null && !isChecking)
  expect(looked).toMatchObject({ lastCheck: { mail: 'whole', fetchedAgain: 1 }, backups: { count: 1 } })
  await expect.poll(async () => {
    await desk.get('storage.check', {})
    return (await desk.until('storage.state', {}, ({ isChecking }) => !isChecking)).lastCheck?.fetchedAgain
  }, { timeout: 60_000 }).toBe(0)
})

test('the state is not what this way out is for', async () => {
  await desk.get('vault.lock', {})
  flip('state.db', 5_000)
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
