import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { changeAcl, ownRights, readAcl } from '../../src/main/imap/acl.ts'
import { unlimited } from '../../src/main/imap/reading-policy.ts'
import { Session } from '../../src/main/imap/session.ts'
import { alignMailbox, alignOwnFolders } from '../../src/main/practice/rights/share-folders.ts'
import { accountOf, openDesk } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const mia = 'mia@delinde.test'

async function sessionOf(address: string): Promise<Session & AsyncDisposable> {
  const opened = await Session.open({ ...accountOf(practice, address) }, new AbortController().signal)
  if (opened.kind === 'problem') throw new Error(opened.problem)
  const { session } = opened
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.close() })
}

const letter = (subject: string): string => `Message-ID: <${subject}@test>\r\nFrom: j.vandam@mailbox.test\r\nSubject: ${subject}\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\n\r\nHallo\r\n`

describe('cover on one\'s own folders', () => {
  test('given, read back, and withdrawn; private folders, drafts and bin stay closed', async () => {
    await using giver = await sessionOf(mia)
    for (const name of ['Verslagen', 'Verslagen/Privé']) await giver.run((client) => client.mailboxCreate(name))
    const given = await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: ['read'] }, { login: anja, acts: [] }] })
    expect(given).toMatchObject({ kind: 'aligned', others: [], notOurs: [] })
    const shared = given.kind === 'aligned' ? given.changes.map(({ path, login, change }) => `${path} ${login} ${change.kind}`) : []
    expect(shared.sort()).toEqual(['Archief', 'INBOX', 'Verslagen', 'Verzonden'].map((path) => `${path} ${bas} as-asked`))
    await using receiver = await sessionOf(bas)
    expect(await ownRights(receiver, `Gedeeld/${mia}`)).toBe('lr')
    expect((await receiver.list('Gedeeld/', { counts: false })).map(({ path }) => path).filter((path) => /Priv|Concepten|Prullenbak/.test(path))).toEqual([])
    // Again: there is nothing to do.
    expect(await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: ['read'] }, { login: anja, acts: [] }] })).toMatchObject({ changes: [] })
    const withdrawn = await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: [] }, { login: anja, acts: [] }] })
    expect(withdrawn.kind === 'aligned' && withdrawn.changes.every(({ change }) => change.kind === 'as-asked')).toBe(true)
    expect((await receiver.list('Gedeeld/', { counts: false })).filter(({ path, flags }) => path.startsWith(`Gedeeld/${mia}`) && !flags.has('\\Noselect'))).toEqual([])
  })

  test('a right that IT gave to others is said, and left alone', async () => {
    await using giver = await sessionOf(mia)
    await changeAcl(giver, 'INBOX', { login: 'wmo@gemeente.test', rights: 'lr' })
    const aligned = await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: [] }] })
    expect(aligned).toMatchObject({ changes: [], others: [{ path: 'INBOX', who: 'wmo@gemeente.test', kind: 'person', rights: 'lr' }] })
    await changeAcl(giver, 'INBOX', { login: 'wmo@gemeente.test', rights: '' })
  })

  test('a line that takes away is gone with the rest, so that nothing lies in wait', async () => {
    await using giver = await sessionOf(mia)
    await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: ['read'] }] })
    await changeAcl(giver, 'INBOX', { login: bas, negative: true, rights: 'r' })
    await alignOwnFolders(giver, { me: mia, wanted: [{ login: bas, acts: [] }] })
    const acl = await readAcl(giver, 'INBOX')
    expect(acl.kind === 'read' && acl.entries.filter(({ who }) => who === bas)).toEqual([])
  })
})

test('a cover that begins while the other\'s program runs is seen there, as soon as the server knows of it', async () => {
  await practice.deliver(letter('Voor de waarnemer'), mia)
  await using desk = openDesk(practice, anja)
  await desk.synced()
  desk.sync.read({ others: 'open', mailboxes: [{ place: { owner: mia }, opens: unlimited }] })
  await desk.synced()
  expect(desk.folderId(`Gedeeld/${mia}`)).toBe(-1)
  await using giver = await sessionOf(mia)
  await alignOwnFolders(giver, { me: mia, wanted: [{ login: anja, acts: ['read'] }] })
  desk.sync.refresh()
  await desk.until(() => desk.subjects(`Gedeeld/${mia}`).includes('Voor de waarnemer'))
  await alignOwnFolders(giver, { me: mia, wanted: [{ login: anja, acts: [] }] })
  desk.sync.refresh()
  await desk.until(() => desk.folderId(`Gedeeld/${mia}`) === -1)
})

describe('a shared mailbox', () => {
  test('who administers it says who is a member and what they may; who does not, is told', async () => {
    await using manager = await sessionOf(anja)
    await alignMailbox(manager, 'Praktijk/info', { me: anja, wanted: [{ login: bas, acts: ['read', 'mark', 'file', 'delete', 'send', 'claim'] }, { login: mia, acts: ['read'] }] })
    await using member = await sessionOf(mia)
    expect(await ownRights(member, 'Praktijk/info')).toBe('lr')
    expect(await alignMailbox(member, 'Praktijk/info', { me: mia, wanted: [{ login: mia, acts: ['delete'] }] })).toEqual({ kind: 'aligned', changes: [], others: [], notOurs: ['Praktijk/info'] })
  })
})

test('what may no longer be read is closed in a running program while the server still serves it, and its copy goes', async () => {
  await practice.deliver(letter('Eerder'), 'recepten@delinde.test')
  await using desk = openDesk(practice, bas)
  await desk.synced()
  const select = vi.spyOn(Session.prototype, 'select')
  desk.sync.look(desk.folderId('Praktijk/recepten'))
  await desk.until(() => desk.subjects('Praktijk/recepten').includes('Eerder') && select.mock.calls.some(([path]) => path === 'Praktijk/recepten'))
  const [row] = desk.rows('Praktijk/recepten')
  select.mockClear()
  desk.sync.read({ others: 'closed', mailboxes: [{ place: { path: 'Praktijk/info' }, opens: unlimited }] })
  await desk.until(() => desk.folderId('Praktijk/recepten') === -1 && select.mock.calls.length > 0)
  await practice.deliver(letter('Later'), 'recepten@delinde.test')
  desk.sync.refresh()
  await desk.synced()
  expect(select.mock.calls[0]?.[0]).toBe('INBOX')
  expect(select.mock.calls.map(([path]) => path)).not.toContain('Praktijk/recepten')
  expect(desk.folderId('Praktijk/info')).not.toBe(-1)
  expect(desk.reader.header(row!.id)).toBeNull()
  expect(desk.reader.raw(row!.id).kind).not.toBe('raw')
  select.mockRestore()
})
