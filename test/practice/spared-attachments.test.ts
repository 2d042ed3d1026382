import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleMail } from '../mailbox/sample-mail.ts'
import { addAccount, folderOf, openDesk, type Desk } from './core.ts'
import { deviceOf } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const YEARS_AGO = new Date(Date.UTC(2019, 4, 2, 9))
const bytes = randomBytes(400_000)
const letter = (subject: string) => sampleMail({ subject, text: `woord van ${subject}`, messageId: `${subject}@test`, attachment: { name: 'uitslag.bin', bytes } })

const messageOf = async (desk: Desk, subject: string) => {
  const { id } = await folderOf(desk, 'inbox')
  const { rows } = await desk.get('mail.rows', { folderId: id, offset: 0, limit: 50 })
  return rows.find((row) => row.subject === subject)?.id ?? -1
}

test('attachments of old mail are on the server alone once the person wants it; they are named and found, come back when they are opened, and what is gone from the server is said', async () => {
  // given
  await using device = await deviceOf(practice, anja)
  for (const subject of ['Oud', 'Verdwenen', 'Gehouden']) await device.append('INBOX', letter(subject), subject === 'Gehouden' ? ['\\Flagged', '\\Seen'] : ['\\Seen'], YEARS_AGO)
  await device.append('INBOX', letter('Nieuw'), [], new Date())
  await using desk = await openDesk()
  await addAccount(desk, practice, anja)
  expect(await desk.get('budget.state', {})).toEqual({ kept: 'always', spared: { messages: 0, bytes: 0 } })
  // Assessed and indexed: only then may anything leave.
  const { id: folderId } = await folderOf(desk, 'inbox')
  await desk.until('mail.rows', { folderId, offset: 0, limit: 50 }, ({ rows }) => rows.length === 4 && rows.every(({ verdict }) => verdict !== 'pending'))
  // when
  await desk.until('budget.state', {}, (state) => {
    if (state.spared.messages < 2) void desk.ask('budget.keep', { kept: 'one-year' })
    return state.spared.messages >= 2
  })
  // then
  expect((await desk.get('budget.state', {})).spared.messages).toBe(2)
  const [old, gone, kept, fresh] = await Promise.all(['Oud', 'Verdwenen', 'Gehouden', 'Nieuw'].map((subject) => messageOf(desk, subject)))
  const attachments = async (messageId = -1) => (await desk.get('mail.message', { messageId })).attachments.map(({ sizeBytes, isOnServer }) => ({ sizeBytes, isOnServer }))
  expect(await attachments(old)).toEqual([{ sizeBytes: bytes.length, isOnServer: true }])
  expect(await Promise.all([attachments(kept), attachments(fresh)])).toEqual([[{ sizeBytes: bytes.length, isOnServer: false }], [{ sizeBytes: bytes.length, isOnServer: false }]])
  expect((await desk.get('mail.message', { messageId: old! })).content).toMatchObject({ text: 'woord van Oud' })
  expect((await desk.get('mail.search', { text: 'woord uitslag onderwerp:oud', folderId: null, offset: 0, limit: 9 })).rows.map(({ subject }) => subject)).toEqual(['Oud'])
  await desk.get('storage.check', {})
  expect((await desk.until('storage.state', {}, ({ isChecking, lastCheck }) => !isChecking && lastCheck !== null)).lastCheck).toMatchObject({ messages: 4, faults: { found: 0 }, mail: 'whole' })
  // when
  await device.mailboxOpen('INBOX')
  await device.messageDelete({ subject: 'Verdwenen' })
  const part = (messageId = -1, offset = 0) => desk.ask('mail.part', { messageId, partId: '2', offset, limit: 1_048_576 })
  // then
  const back = await part(old)
  expect(back.ok && Buffer.from(back.value.bytes, 'base64url').equals(bytes)).toBe(true)
  expect(await attachments(old)).toEqual([{ sizeBytes: bytes.length, isOnServer: false }])
  expect(['gone-from-server', 'no-such-message']).toContain((await part(gone) as { fail?: string }).fail)
})

test('without a connection an attachment on the server says where it is, and its text is read all the same', async () => {
  const person = 'bas@delinde.test'
  await using device = await deviceOf(practice, person)
  await device.append('INBOX', letter('Ver weg'), ['\\Seen'], YEARS_AGO)
  await using desk = await openDesk()
  await addAccount(desk, practice, person)
  await desk.until('budget.state', {}, (state) => {
    if (state.spared.messages < 1) void desk.ask('budget.keep', { kept: 'six-months' })
    return state.spared.messages === 1
  })
  const messageId = await messageOf(desk, 'Ver weg')
  await practice.stopServer('dovecot')
  try {
    await desk.until('accounts.list', {}, (accounts) => accounts.every(({ connection }) => connection.kind !== 'online'))
    expect(await desk.ask('mail.part', { messageId, partId: '2', offset: 0, limit: 1000 })).toEqual({ ok: false, fail: 'on-server' })
    expect((await desk.get('mail.message', { messageId })).content).toMatchObject({ kind: 'ready', text: 'woord van Ver weg' })
    expect(await desk.ask('drafts.start', { kind: 'forward', messageId })).toMatchObject({ ok: false, fail: 'not-here-yet' })
  } finally {
    await practice.startServer('dovecot')
  }
})
