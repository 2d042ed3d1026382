import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { testImap } from '../../src/main/imap/probe.ts'
import { PIECE_BYTES, WHOLE_MESSAGE_BYTES } from '../../src/shared/limits.ts'
import { accountOf, deviceOf, inCopy, onServer, openDesk } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'sample', only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const patient = 'h.bakker@mailbox.test'

let count = 0
function letter(subject: string, body = 'Hallo'): string {
  count += 1
  return `Message-ID: <imap-sync-${count}@test>\r\nFrom: Joost <j.vandam@mailbox.test>\r\nTo: ${anja}\r\nSubject: ${subject}\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\n\r\n${body}\r\n`
}

test('a first copy holds what the server holds, byte for byte, shared mailboxes included', async () => {
  await using desk = openDesk(practice, anja)
  await desk.synced()
  const copy = inCopy(desk)
  expect(copy).toEqual(await onServer(practice, anja))
  expect(copy['INBOX']!.length).toBeGreaterThan(50)
  expect(copy['Praktijk/info']!.length).toBeGreaterThan(50)
  expect(Object.fromEntries(desk.reader.folders().map(({ path: name, role, shared }) => [name, shared ? 'shared' : role]))).toEqual({
    'INBOX': 'inbox', 'Concepten': 'drafts', 'Verzonden': 'sent', 'Archief': 'archive', 'Prullenbak': 'trash', 'Ongewenst': 'junk',
    'Praktijk/info': 'shared', 'Praktijk/recepten': 'shared',
  })
})

test('new mail in the inbox is there without being asked for, and told of', async () => {
  await using desk = openDesk(practice, anja)
  await desk.synced()
  await practice.deliver(letter('Spoed'), anja)
  await desk.until(() => desk.subjects('INBOX')[0] === 'Spoed')
  await desk.until(() => desk.news.length > 0)
  expect(desk.news).toEqual([{ folderId: desk.folderId('INBOX'), count: 1 }])
})

test('the folder in view is listened to as well', async () => {
  await using desk = openDesk(practice, anja)
  await desk.synced()
  desk.sync.look(desk.folderId('Praktijk/info'))
  await desk.synced()
  await practice.deliver(letter('Vraag aan de praktijk'), 'info@delinde.test')
  await desk.until(() => desk.subjects('Praktijk/info')[0] === 'Vraag aan de praktijk')
})

describe('another device', () => {
  test('marks, removes and moves; our copy follows', async () => {
    await using desk = openDesk(practice, anja)
    await desk.synced()
    await using device = await deviceOf(practice, anja)
    await device.mailboxOpen('INBOX')
    const [first, second, third] = await device.search({ all: true }, { uid: true }) as number[]
    await device.messageFlagsAdd(String(first), ['\\Flagged', '$Forwarded'], { uid: true })
    await device.messageDelete(String(second), { uid: true })
    await device.messageMove(String(third), 'Archief', { uid: true })
    const wanted = await onServer(practice, anja)
    await desk.until(() => inCopy(desk)['INBOX']!.join() === wanted['INBOX']!.join())
    desk.sync.refresh()
    await desk.synced()
    expect(inCopy(desk)).toEqual(wanted)
  })

  test('what happened while we were away is caught up with, without fetching anything twice', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'sync-desk-'))
    onTestFinished(() => { rmSync(directory, { recursive: true, force: true }) })
    {
      await using desk = openDesk(practice, anja, { directory })
      await desk.synced()
    }
    await using device = await deviceOf(practice, anja)
    await device.mailboxOpen('INBOX')
    const [first, second] = await device.search({ all: true }, { uid: true }) as number[]
    await device.messageFlagsAdd(String(first), ['\\Answered'], { uid: true })
    await device.messageDelete(String(second), { uid: true })
    await practice.deliver(letter('Terwijl u weg was'), anja)
    // when
    await using desk = openDesk(practice, anja, { directory })
    const add = desk.writer.addMessages.bind(desk.writer)
    let fetched = 0
    desk.writer.addMessages = (folderId, batch) => {
      fetched += batch.length
      return add(folderId, batch)
    }
    await desk.synced()
    // then
    expect(inCopy(desk)).toEqual(await onServer(practice, anja))
    expect(fetched).toBe(1)
  })

  test('makes, renames and removes folders, with names that need care', async () => {
    await using desk = openDesk(practice, anja)
    await desk.synced()
    await using device = await deviceOf(practice, anja)
    await device.mailboxCreate('Patiënten & co/Zo "niet"')
    await device.append('Patiënten & co/Zo "niet"', letter('In een map'))
    desk.sync.refresh()
    await desk.until(() => desk.subjects('Patiënten & co/Zo "niet"').join() === 'In een map')
    const task = desk.act({ kind: 'move', to: desk.folderId('Patiënten & co/Zo "niet"') }, [desk.rows('INBOX')[0]!.id])
    expect((await desk.result(task)).kind).toBe('done')
    expect((await onServer(practice, anja))['Patiënten & co/Zo "niet"']).toHaveLength(2)
    await device.mailboxRename('Patiënten & co/Zo "niet"', 'Anders')
    desk.sync.refresh()
    await desk.until(() => desk.folderId('Anders') > 0 && desk.folderId('Patiënten & co/Zo "niet"') === -1)
    await desk.synced()
    expect(inCopy(desk)).toEqual(await onServer(practice, anja))
    await device.mailboxDelete('Anders')
  })
})

test('a mailbox that was put back from a backup is another mailbox', async () => {
  await using desk = openDesk(practice, patient)
  await desk.synced()
  await practice.doveadm(['mailbox', 'delete', '-u', patient, 'Archief'])
  await practice.doveadm(['mailbox', 'create', '-u', patient, 'Archief'])
  await using device = await deviceOf(practice, patient)
  await device.append('Archief', letter('Teruggezet'))
  desk.sync.refresh()
  await desk.until(() => desk.subjects('Archief').join() === 'Teruggezet')
  await desk.synced()
  expect(inCopy(desk)).toEqual(await onServer(practice, patient))
})

test('the server is restarted under us', async () => {
  await using desk = openDesk(practice, anja)
  await desk.synced()
  await practice.stopServer('dovecot')
  await desk.until(() => desk.state === 'waiting')
  await practice.startServer('dovecot')
  desk.sync.refresh()
  await desk.synced()
  await practice.deliver(letter('Weer terug'), anja)
  await desk.until(() => desk.subjects('INBOX')[0] === 'Weer terug')
})

test('large messages: whole in pieces up to the limit, beyond it the beginning', async () => {
  const body = (bytes: number): string => 'Een regel van precies achtenzeventig tekens, zoals een mens hem ook schrijft..\r\n'.repeat(Math.ceil(bytes / 80))
  await using device = await deviceOf(practice, patient)
  await device.append('Ongewenst', letter('Groot', body(PIECE_BYTES * 2.5)))
  await device.append('Ongewenst', letter('Te groot', body(WHOLE_MESSAGE_BYTES + PIECE_BYTES)))
  await using desk = openDesk(practice, patient)
  await desk.synced()
  const rows = Object.fromEntries(desk.rows('Ongewenst').map((row) => [row.subject, row]))
  const raw = (subject: string) => {
    const stored = desk.reader.raw(rows[subject]!.id)
    return stored.kind === 'raw' ? stored.raw : Buffer.alloc(0)
  }
  expect(raw('Groot').length).toBeGreaterThan(PIECE_BYTES * 2.5)
  expect(inCopy(desk)['Ongewenst']![0]).toBe((await onServer(practice, patient))['Ongewenst']![0])
  expect(raw('Te groot').length).toBeLessThan(PIECE_BYTES * 2)
})

describe('logging in', () => {
  const login = (change: Parameters<typeof accountOf>[2]) => testImap(accountOf(practice, anja, change))
  const at = (host: string, security: 'tls' | 'starttls' = 'tls') => ({ imap: { host, port: security === 'tls' ? practice.ports.imaps : practice.ports.imap, security } })

  test('with TLS from the start and with STARTTLS where a login without is refused', async () => {
    expect(await login({})).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
    expect(await login(at('127.0.0.2', 'starttls'))).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
  })

  test('with a wrong password', async () => {
    expect(await login({ secret: 'fout' })).toEqual({ kind: 'problem', problem: 'login-refused' })
  })

  test('with a token where the server knows only passwords', async () => {
    expect(await login({ auth: 'oauth2', secret: 'token' })).toEqual({ kind: 'problem', problem: 'login-refused' })
  })

  test.each([['127.0.0.3', 'certificate-expired'], ['127.0.0.4', 'certificate-name'], ['127.0.0.5', 'certificate-untrusted']])('at %s', async (host, problem) => {
    expect(await login(at(host))).toEqual({ kind: 'problem', problem })
    expect(await login(at(host, 'starttls'))).toEqual({ kind: 'problem', problem })
  })
})
