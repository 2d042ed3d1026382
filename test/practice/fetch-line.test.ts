import { createHash } from 'node:crypto'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FetchLine, type FetchedMessage } from '../../src/main/imap/fetch/fetch-line.ts'
import type { SessionLogin } from '../../src/main/imap/session.ts'
import { hostileMails } from '../corpora/hostile.ts'
import { accountOf, deviceOf } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'sample', only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const patient = 'h.bakker@mailbox.test'

async function lineFor(address: string, change: Partial<SessionLogin> = {}): Promise<FetchLine & AsyncDisposable> {
  const opened = await FetchLine.open(accountOf(practice, address, change), new AbortController().signal)
  if (opened.kind === 'problem') throw new Error(opened.problem)
  return Object.assign(opened.line, { [Symbol.asyncDispose]: () => opened.line.close() })
}

/** One line per message; two clients that see the same give the same lines. */
interface Seen { readonly uid: number; readonly flags: readonly string[]; readonly receivedAt: number | null; readonly size: number; readonly hash: string }
const seen = (uid: number, facts: { flags: Iterable<string>; receivedAt: number | null; raw: Uint8Array }): Seen => ({
  uid, flags: [...facts.flags].filter((flag) => flag !== '\\Recent').sort(), receivedAt: facts.receivedAt,
  size: facts.raw.length, hash: createHash('sha256').update(facts.raw).digest('hex'),
})

const WHOLE = 4 * 1_048_576

async function byOurs(line: FetchLine, set: string, maxBytes = WHOLE): Promise<Seen[]> {
  const messages: Seen[] = []
  expect(await line.fetch(set, { maxBytes, onMessage: (message) => { messages.push(seen(message.uid, message)) } })).toBe('done')
  return messages
}

async function byLibrary(address: string, folder: string, maxLength = WHOLE): Promise<{ messages: Seen[]; uidValidity: number }> {
  await using device = await deviceOf(practice, address)
  const { uidValidity } = await device.mailboxOpen(folder, { readOnly: true })
  const messages: Seen[] = []
  for await (const { uid, flags, internalDate, source } of device.fetch('1:*', { uid: true, flags: true, internalDate: true, source: { maxLength } }, { uid: true })) {
    messages.push(seen(uid, { flags: flags ?? [], receivedAt: internalDate instanceof Date ? internalDate.getTime() : null, raw: source ?? Buffer.alloc(0) }))
  }
  return { messages, uidValidity: Number(uidValidity) }
}

describe('what both clients see is the same, byte for byte', () => {
  test.each(['INBOX', 'Archief', 'Verzonden', 'Praktijk/info'])('in %s', async (folder) => {
    await using line = await lineFor(anja)
    const { messages, uidValidity } = await byLibrary(anja, folder)
    expect(await line.examine(folder)).toEqual({ kind: 'examined', uidValidity })
    expect(await byOurs(line, '1:*')).toEqual(messages)
    expect(messages.length).toBeGreaterThan(0)
  })

  test('of mail that was made to break readers, with flags of every kind', async () => {
    await using device = await deviceOf(practice, patient)
    await device.mailboxCreate('Vijandig "&" zo')
    const flags = [[], ['\\Seen'], ['\\Flagged', '$Forwarded'], ['\\Answered', 'NonJunk', '\\Draft']]
    let count = 0
    for (const { raw } of hostileMails()) {
      if (raw.length > WHOLE || raw.length === 0) continue
      await device.append('Vijandig "&" zo', Buffer.from(raw), flags[count % flags.length] ?? [], new Date(Date.UTC(2025, count % 12, 1 + count % 28, 3, count % 60)))
      count += 1
    }
    await using line = await lineFor(patient)
    const { messages } = await byLibrary(patient, 'Vijandig "&" zo')
    expect(messages.length).toBe(count)
    expect((await line.examine('Vijandig "&-" zo')).kind).toBe('examined')
    expect(await byOurs(line, '1:*')).toEqual(messages)
    // Of large ones only the beginning.
    expect(await byOurs(line, '1:*', 5_000)).toEqual((await byLibrary(patient, 'Vijandig "&" zo', 5_000)).messages)
  })
})

test('over STARTTLS too, where a login without TLS is refused', async () => {
  await using line = await lineFor(anja, { imap: { host: '127.0.0.2', port: practice.ports.imap, security: 'starttls' } })
  await line.examine('INBOX')
  expect(await byOurs(line, '1:*')).toEqual((await byLibrary(anja, 'INBOX')).messages)
})

test('questions ahead of their answers: each message to the one who asked for it, each question its end', async () => {
  await using line = await lineFor(anja)
  await line.examine('INBOX')
  const uids = (await byOurs(line, '1:*')).map(({ uid }) => uid)
  const sets = [uids.slice(0, 20), uids.slice(20, 21), [4_294_967_295], uids.slice(21)]
  const heard: string[][] = [[], [], [], []]
  const ended = await Promise.all(sets.map((set, index) => line.fetch(set.join(','), {
    maxBytes: 300 - index, onMessage: ({ uid, raw }) => { heard[index]?.push(`${uid} ${raw.length}`) },
  })))
  expect(ended).toEqual(['done', 'done', 'done', 'done'])
  expect(heard).toEqual([...sets.slice(0, 2), [], uids.slice(21)].map((set, index) => set.map((uid) => `${uid} ${300 - index}`)))
})

test('nothing is marked as read', async () => {
  await using line = await lineFor(anja)
  await line.examine('INBOX')
  const before = await byOurs(line, '1:*')
  expect(before.some(({ flags }) => !flags.includes('\\Seen'))).toBe(true)
  expect(await byOurs(line, '1:*')).toEqual(before)
})

test('a folder that is not there is refused, and the line goes on', async () => {
  await using line = await lineFor(anja)
  expect(await line.examine('Bestaat niet')).toEqual({ kind: 'refused' })
  expect(await line.examine('Patiënten\r\nx LOGOUT')).toEqual({ kind: 'refused' })
  expect((await line.examine('INBOX')).kind).toBe('examined')
})

test('while it is paused nothing comes; after that everything', async () => {
  await using device = await deviceOf(practice, patient)
  await device.mailboxCreate('Veel')
  const raw = Buffer.from(`Subject: groot\r\n\r\n${'x'.repeat(78).concat('\r\n').repeat(12_000)}`)
  for (let count = 0; count < 12; count += 1) await device.append('Veel', raw)
  await using line = await lineFor(patient)
  await line.examine('Veel')
  let heard = 0
  const onMessage = (message: FetchedMessage): void => {
    heard += 1
    expect(message.raw.equals(raw)).toBe(true)
    if (heard === 2) line.pause()
  }
  const end = line.fetch('1:*', { maxBytes: WHOLE, onMessage })
  while (heard < 2) await later(5)
  await later(300)
  // What was underway when it was said is less than one of these.
  expect(heard).toBeLessThanOrEqual(3)
  line.resume()
  expect(await end).toBe('done')
  expect(heard).toBe(12)
})

describe('logging in', () => {
  const open = (change: Partial<SessionLogin>) => FetchLine.open(accountOf(practice, anja, change), new AbortController().signal)
  const at = (host: string, security: 'tls' | 'starttls' = 'tls') => ({ imap: { host, port: security === 'tls' ? practice.ports.imaps : practice.ports.imap, security } })

  test('with a wrong password, and with a token where only passwords are known', async () => {
    expect(await open({ secret: 'fout' })).toEqual({ kind: 'problem', problem: 'login-refused' })
    expect(await open({ auth: 'oauth2', secret: 'token' })).toEqual({ kind: 'problem', problem: 'login-refused' })
  })

  test.each([['127.0.0.3', 'certificate-expired'], ['127.0.0.4', 'certificate-name'], ['127.0.0.5', 'certificate-untrusted']])('at %s', async (host, problem) => {
    expect(await open(at(host))).toEqual({ kind: 'problem', problem })
    expect(await open(at(host, 'starttls'))).toEqual({ kind: 'problem', problem })
  })
})
