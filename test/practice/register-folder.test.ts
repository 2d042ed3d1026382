import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeAcl, ownRights, readAcl } from '../../src/main/imap/acl.ts'
import { Session } from '../../src/main/imap/session.ts'
import { foundRegisterFolder, letMembersIn, letMembersOut, unkeptIn } from '../../src/main/practice/rights/register-folder.ts'
import { accountOf, openDesk } from './imap-desk.ts'
import { imapLines } from './servers/imap-lines.ts'
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

/** Other words of IT, for the time of one test. */
async function globalRights(change: (text: string) => string): Promise<AsyncDisposable> {
  const file = path.join(practice.directory, 'imap', 'global-acl')
  const before = await readFile(file, 'utf8')
  await writeFile(file, change(before))
  return { [Symbol.asyncDispose]: () => writeFile(file, before) }
}

describe('founding', () => {
  test('in the practice\'s own namespace: members read and append, and nobody removes anything', async () => {
    await using session = await sessionOf(anja)
    const founded = await foundRegisterFolder(session, { keeper: anja, members: [bas, mia] })
    expect(founded).toEqual({
      kind: 'ready', path: 'Praktijk/Praktijkpost-register', place: 'practice', already: false, unkept: [{ kind: 'keeper-may-give-himself-more' }],
    })
    await using member = await sessionOf(bas)
    expect(await ownRights(member, 'Praktijk/Praktijkpost-register')).toBe('lri')
    expect(await ownRights(session, 'Praktijk/Praktijkpost-register')).toBe('lria')
    await using lines = await imapLines(practice, bas)
    expect(await lines.command('APPEND Praktijk/Praktijkpost-register {3+}\r\na:b')).toContain('OK [APPENDUID')
    await lines.command('SELECT Praktijk/Praktijkpost-register')
    await lines.command('STORE 1 +FLAGS (\\Deleted)')
    await lines.command('EXPUNGE')
    expect(await lines.command('STATUS Praktijk/Praktijkpost-register (MESSAGES)')).toContain('MESSAGES 1')
    expect(await lines.command('DELETE Praktijk/Praktijkpost-register')).toContain('NO')
  })

  test('a second founder finds it, and nothing is changed by that', async () => {
    await using session = await sessionOf(anja)
    const founding = { keeper: anja, members: [bas, mia], suffix: '-1' }
    expect(await foundRegisterFolder(session, founding)).toMatchObject({ kind: 'ready', already: false })
    expect(await foundRegisterFolder(session, founding)).toMatchObject({ kind: 'ready', already: true })
  })

  test('by somebody who may make nothing there: in his own account, shared by name', async () => {
    await using session = await sessionOf(bas)
    const founded = await foundRegisterFolder(session, { keeper: bas, members: [anja], suffix: '-2' })
    expect(founded).toEqual({ kind: 'ready', path: 'Praktijkpost-register-2', place: 'own', already: false, unkept: [{ kind: 'keeper-may-give-himself-more' }] })
    expect(await ownRights(session, 'Praktijkpost-register-2')).toBe('lria')
    await using member = await sessionOf(anja)
    expect(await ownRights(member, `Gedeeld/${bas}/Praktijkpost-register-2`)).toBe('lri')
  })

  test('where a folder can be made beside the shared mailboxes and then not be used: in the own account', async () => {
    await using session = await sessionOf(anja)
    await using _ = await globalRights(() => `Praktijk user=${anja} lk\nPraktijk/* user=${anja} l\n`)
    expect(await foundRegisterFolder(session, { keeper: anja, members: [bas], suffix: '-6' })).toMatchObject({ kind: 'ready', path: 'Praktijkpost-register-6', place: 'own' })
  })

  test('a practice of one keeps it in its own account, and removes nothing either', async () => {
    await using session = await sessionOf(mia)
    const founded = await foundRegisterFolder(session, { keeper: mia, members: [], suffix: '-3' })
    expect(founded).toMatchObject({ kind: 'ready', path: 'Praktijkpost-register-3', place: 'own' })
    expect(await ownRights(session, 'Praktijkpost-register-3')).toBe('lria')
  })
})

describe('what the server does not keep anybody from is said', () => {
  test('where IT gave the manager every right for good', async () => {
    await using session = await sessionOf(anja)
    await using _ = await globalRights((text) => `${text}Praktijk/Praktijkpost-register-4 user=${anja} lrwstipekxa\n`)
    expect(await foundRegisterFolder(session, { keeper: anja, members: [bas], suffix: '-4' })).toMatchObject({
      kind: 'ready', place: 'practice', unkept: [{ kind: 'keeper-may-delete' }, { kind: 'keeper-may-give-himself-more' }],
    })
  })

  test('another who may remove, one who reads along, and a member without his rights', async () => {
    await using session = await sessionOf(anja)
    const founding = { keeper: anja, members: [bas, mia], suffix: '-5' }
    const founded = await foundRegisterFolder(session, founding)
    if (founded.kind !== 'ready') throw new Error(founded.kind)
    await changeAcl(session, founded.path, { login: bas, rights: 'lrite' })
    await changeAcl(session, founded.path, { login: mia, rights: 'lr' })
    await changeAcl(session, founded.path, { login: 'wmo@gemeente.test', rights: 'lr' })
    expect(await unkeptIn(session, founded.path, founding)).toEqual([
      { kind: 'keeper-may-give-himself-more' },
      { kind: 'somebody-may-delete', who: bas, group: false },
      { kind: 'others-may-read', who: 'wmo@gemeente.test', group: false },
      { kind: 'member-has-otherwise', who: mia, rights: 'lr' },
    ])
  })
})

describe('members', () => {
  const where = 'Praktijk/Praktijkpost-register-leden'
  beforeAll(async () => {
    await using session = await sessionOf(anja)
    await foundRegisterFolder(session, { keeper: anja, members: [bas, mia], suffix: '-leden' })
  })

  test('come and go; who is out does not see the folder any more', async () => {
    await using session = await sessionOf(anja)
    expect(await letMembersOut(session, where, [mia])).toEqual([{ login: mia, change: { kind: 'as-asked' } }])
    await using member = await sessionOf(mia)
    expect((await member.list('Praktijk/', { counts: false })).map((folder) => folder.path)).not.toContain(where)
    expect(await letMembersIn(session, where, [mia])).toEqual([{ login: mia, change: { kind: 'as-asked' } }])
    expect(await ownRights(member, where)).toBe('lri')
  })

  test('a line that takes rights away goes with them', async () => {
    await using session = await sessionOf(anja)
    expect(await changeAcl(session, where, { login: bas, negative: true, rights: 'r' })).toEqual({ kind: 'as-asked' })
    await using member = await sessionOf(bas)
    expect(await ownRights(member, where)).toBe('li')
    await letMembersOut(session, where, [bas])
    await letMembersIn(session, where, [bas])
    expect(await ownRights(member, where)).toBe('lri')
    const acl = await readAcl(session, where)
    expect(acl.kind === 'read' && acl.entries.filter(({ negative }) => negative)).toEqual([])
  })

  test('only the keeper says who they are', async () => {
    await using member = await sessionOf(bas)
    expect(await letMembersIn(member, where, [bas])).toEqual([{ login: bas, change: { kind: 'refused', reason: 'no-right' } }])
    expect(await readAcl(member, where)).toEqual({ kind: 'refused', reason: 'no-right' })
  })

  test.each(['anyone', '$praktijk', '-bas@delinde.test', '#anja@delinde.test', '', 'x\r\nt9 DELETE INBOX'])('%j is no login', async (login) => {
    await using session = await sessionOf(anja)
    expect(await changeAcl(session, where, { login, rights: 'lr' })).toEqual({ kind: 'refused', reason: 'server-refused' })
  })
})

test('the register is no folder of mail: neither shown nor copied', async () => {
  {
    await using session = await sessionOf(anja)
    await foundRegisterFolder(session, { keeper: anja, members: [bas], suffix: '-7' })
  }
  await using desk = openDesk(practice, bas)
  await desk.synced()
  expect(desk.reader.folders().map((folder) => folder.path).filter((name) => name.includes('register'))).toEqual([])
  expect(desk.folderId('Praktijk/info')).not.toBe(-1)
})
