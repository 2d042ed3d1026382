import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, settingsOf } from './core.ts'
import { deviceOf } from './imap-desk.ts'
import { bulkMail } from './mail/bulk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const LETTERS = 300

test('a first copy that somebody paused waits over a lock while new mail comes; on a low battery it waits by itself, and ends once it may', async () => {
  // given
  const person = 'h.bakker@mailbox.test'
  await practice.fill(person, (maildir) => bulkMail(LETTERS, { maildir, plant: 0 }))
  await using desk = await openDesk()
  await desk.get('copying.pause', {})
  const login = { settings: settingsOf(practice, person), secret: practice.person(person).password }
  await desk.get('accounts.test', login)
  await desk.get('accounts.add', login)
  const copied = async () => (await desk.until('accounts.list', {}, (accounts) => accounts.some(({ connection, lastSyncedAt }) => connection.kind === 'online' && lastSyncedAt !== null)))[0]?.progress
  const first = await copied()
  expect(first).toMatchObject({ total: LETTERS })
  expect(first?.done).toBeLessThan(LETTERS)
  expect(first?.bytes).toBeGreaterThan(0)
  // when
  await desk.core.lock('sleep')
  await using device = await deviceOf(practice, person)
  await device.append('INBOX', 'Message-ID: <nieuw@test>\r\nFrom: a@delinde.test\r\nSubject: Terwijl het dicht was\r\n\r\nHallo\r\n', [], new Date())
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  // then
  expect(await desk.get('copying.state', {})).toEqual({ hold: { kind: 'paused' } })
  const folders = await desk.until('folders.list', {}, (all) => all.some(({ role }) => role === 'inbox'))
  const folderId = folders.find(({ role }) => role === 'inbox')?.id ?? -1
  await desk.until('mail.rows', { folderId, offset: 0, limit: 1 }, ({ rows }) => rows[0]?.subject === 'Terwijl het dicht was')
  expect(await copied()).toMatchObject({ total: LETTERS + 1 })
  // when: its battery is low by now
  await desk.get('copying.conditions', { battery: { isDischarging: true, percent: 12 }, isMetered: false })
  await desk.ask('copying.resume', {})
  await desk.until('accounts.list', {}, (accounts) => accounts.every(({ progress }) => progress === null))
  // then
  const { total } = await desk.get('mail.rows', { folderId, offset: 0, limit: 1 })
  expect(total).toBe(LETTERS + 1)
  await desk.get('copying.conditions', { battery: { isDischarging: false, percent: 13 }, isMetered: false })
  await desk.get('copying.conditions', { battery: { isDischarging: true, percent: 12 }, isMetered: false })
  expect(await desk.get('copying.state', {})).toEqual({ hold: { kind: 'battery', percent: 12 } })
})
