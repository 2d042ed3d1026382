import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendEntry } from '../../src/main/audit/journal.ts'
import { cutSegment } from '../../src/main/audit/segment.ts'
import { createLogKey } from '../../src/main/audit/segment-keys.ts'
import { REGISTER_FOLDER } from '../../src/main/imap/folder-list.ts'
import { writeEnvelope } from '../../src/main/practice/line/envelope.ts'
import type { InputOf, OutputOf } from '../../src/shared/contract/contract.ts'
import type { PracticeLog } from '../../src/shared/contract/journal.ts'
import { ANJA, BAS, founded, joined } from './apart/two-workstations.ts'
import { Workstation } from './apart/workstation.ts'
import { deviceOf } from './imap-desk.ts'
import { stateDatabase } from '../vault/state-database.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
let manager: Workstation
let other: Workstation
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  manager = await founded(practice)
  other = await Workstation.of(practice, BAS)
  await joined(manager, other, { name: 'Bas Jansen' })
  for (const { desk } of [manager, other]) await desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step' && now.line.waiting === 0)
}, 240_000)
afterAll(async () => {
  await other[Symbol.asyncDispose]()
  await manager[Symbol.asyncDispose]()
  await practice[Symbol.asyncDispose]()
})

type Device = Awaited<ReturnType<typeof deviceOf>>

/** Numbers of the messages with parts of journals in the register's folder; with `work` done on it while it is open. */
async function segments(work: (device: Device, uids: readonly number[]) => Promise<void> = () => Promise.resolve()): Promise<number[]> {
  const device = await deviceOf(practice, ANJA)
  try {
    const register = (await device.list()).find(({ path: at }) => at.endsWith(REGISTER_FOLDER))
    await device.mailboxOpen(register?.path ?? '')
    const found = await device.search({ header: { 'message-id': '@segment.praktijkpost' } }, { uid: true })
    const uids = Array.isArray(found) ? found : []
    await work(device, uids)
    return uids
  } finally {
    await device.logout()
  }
}

async function sourceOf(device: Device, uid: number): Promise<string> {
  const message = await device.fetchOne(String(uid), { source: true }, { uid: true })
  return message === undefined || message === false ? '' : message.source?.toString('latin1') ?? ''
}

/** Whole in itself, and signed by a key that nobody ever let in. */
function strangersPart(): Buffer {
  using state = stateDatabase()
  appendEntry(state.database, {
    class: 'E6', outcome: 'done', reason: null, at: Date.now(), offsetMinutes: 60, mailbox: 'info@delinde.test', messageId: 'x@x.test', patient: null, detail: {},
    actor: { person: 'Niemand', role: null, onBehalfOf: null, device: 'elders', factor: null, appVersion: '0.1.0', ruleVersion: null },
  })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const cut = cutSegment(state.database, {
    signKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'), logKey: createLogKey().publicKey, sign: (bytes) => sign(null, bytes, privateKey), begins: true,
  })
  if (cut === null) throw new Error('nothing was cut')
  return Buffer.from(writeEnvelope({ kind: 'segment', hash: cut.hash, from: BAS, at: Date.now(), body: cut.bytes }).raw)
}

const practiceLog = (view: OutputOf<'journal.view'>): PracticeLog | null => (view.kind === 'open' ? view.practice : null)

async function gathered({ desk }: Workstation, from: number | null = null): Promise<NonNullable<PracticeLog['gathered']>> {
  const before = practiceLog(await desk.get('journal.view', {}))?.gathered?.at ?? 0
  await desk.get('journal.gather', { from })
  const view = await desk.until('journal.view', {}, (now) => { const log = practiceLog(now); return log?.progress === null && (log.gathered?.at ?? 0) > before })
  const log = practiceLog(view)?.gathered
  if (log == null) throw new Error('not gathered')
  return log
}

const pageOf = async ({ desk }: Workstation, filter: InputOf<'journal.page'>['filter'] = {}) =>
  (await desk.get('journal.page', { scope: 'practice', filter, after: null, limit: 200 })).entries

test('whoever looks after the log sees on one screen what was done at every workstation, and of each that its chain holds (LOG-06)', { timeout: 120_000 }, async () => {
  // given each of them filed something
  await expect.poll(async () => (await segments()).length, { timeout: 60_000 }).toBe(2)
  expect(await manager.desk.ask('journal.gather', { from: null })).toEqual({ ok: false, fail: 'log-closed' })
  await manager.openLog()
  expect(await manager.desk.ask('journal.page', { scope: 'practice', filter: {}, after: null, limit: 10 })).toEqual({ ok: false, fail: 'not-gathered' })
  // when
  const log = await gathered(manager)
  // then each is named, by whose it is
  expect(log.stations.map(({ person, isThis, isOut, first }) => ({ person, isThis, isOut, first }))).toEqual([
    { person: 'Anja de Vries', isThis: true, isOut: false, first: null }, { person: 'Bas Jansen', isThis: false, isOut: false, first: null },
  ])
  // then what Bas did is there, among what Anja did, the latest first
  const entries = await pageOf(manager)
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((one, next) => next - one))
  expect(new Set(entries.map(({ station }) => station))).toEqual(new Set(log.stations.map(({ id }) => id)))
  const his = await pageOf(manager, { station: log.stations[1]!.id })
  expect(his.map(({ sequence }) => sequence)).toEqual(Array.from({ length: his.length }, (_, at) => his.length - at))
  expect(his.some(({ class: of }) => of === 'unlock')).toBe(true)
  // then also what this workstation has not filed yet, and that it was looked into itself
  expect((await pageOf(manager, { group: 'log' })).map(({ detail }) => [detail['change'], detail['scope']])).toContainEqual(['opened', 'practice'])
})

test('an export of all workstations says of each whether its journal holds, and is itself told of', { timeout: 60_000 }, async () => {
  const { text, count } = await manager.desk.get('journal.export', { scope: 'practice', filter: {}, format: 'html' })
  expect(text.match(/de keten klopt/g)).toHaveLength(2)
  expect(count).toBeGreaterThan(2)
  const { entries: [last] } = await manager.desk.get('journal.page', { scope: 'here', filter: { group: 'log' }, after: null, limit: 1 })
  expect(last?.detail).toMatchObject({ change: 'exported', scope: 'practice', count })
})

test('who does not look after the log gathers nothing (LOG-04)', async () => {
  expect((await other.desk.ask('journal.gather', { from: null })).ok).toBe(false)
  expect((await other.desk.ask('journal.page', { scope: 'practice', filter: {}, after: null, limit: 10 })).ok).toBe(false)
})

test('what was put in the place of a part, or lies there from nobody, is named; the rest is seen all the same', { timeout: 120_000 }, async () => {
  await segments(async (device, uids) => {
    const register = device.mailbox === false ? '' : device.mailbox.path
    const raw = await sourceOf(device, uids[0]!)
    // A stranger's file, under a name that nobody gave.
    await device.append(register, strangersPart())
    await device.append(register, raw.replace(/^Message-ID: <[0-9a-f]{64}/m, `Message-ID: <${'e'.repeat(64)}`).replace(/\r\n\r\n[\s\S]*$/, '\r\n\r\nZXJnZW5z\r\n'))
  })
  const log = await gathered(manager)
  expect(log.strange).toBe(2)
  expect((await pageOf(manager, { person: 'Niemand' }))).toEqual([])
  expect(log.stations.map(({ first }) => first)).toEqual([null, null])
})

test('a part that somebody took out of the folder is missed, by the workstation and the entry', { timeout: 120_000 }, async () => {
  // given Bas files a second part, five hours later, and somebody takes the first away
  await other.stop()
  await other.start(5 * 60 * 60_000)
  await expect.poll(async () => (await segments()).length, { timeout: 60_000 }).toBe(5)
  const both = await gathered(manager)
  const his = both.stations.find(({ person }) => person === 'Bas Jansen')!
  expect(his.first).toBeNull()
  const first = (await pageOf(manager, { station: his.id })).length
  await manager.desk.get('journal.close', {})
  await segments(async (device, uids) => {
    for (const uid of uids) {
      const body = Buffer.from((await sourceOf(device, uid)).split('\r\n\r\n')[1] ?? '', 'base64').toString()
      if (body.includes(his.id) && body.includes('"from":1,')) await practice.doveadm(['expunge', '-u', ANJA, 'mailbox', device.mailbox === false ? '' : device.mailbox.path, 'uid', String(uid)])
    }
  })
  // when
  await manager.openLog()
  const log = await gathered(manager)
  // then
  expect(log.stations.find(({ person }) => person === 'Bas Jansen')?.first).toEqual({ sequence: 1, kind: 'gap' })
  expect(first).toBeGreaterThan(0)
})

test('without the mail server it is said so, and what is here already stays to be looked at', { timeout: 120_000 }, async () => {
  manager.wire.refuses = true
  manager.wire.cut()
  await manager.desk.get('journal.gather', { from: null })
  const view = await manager.desk.until('journal.view', {}, (now) => practiceLog(now)?.failed !== null)
  expect(practiceLog(view)).toMatchObject({ failed: 'offline', progress: null })
  expect((await pageOf(manager)).length).toBeGreaterThan(0)
  manager.wire.refuses = false
})

test('once the log is closed nothing of the others is here any more', async () => {
  await manager.desk.get('journal.close', {})
  await manager.openLog()
  expect(practiceLog(await manager.desk.get('journal.view', {}))?.gathered).toBeNull()
  expect(await manager.desk.ask('journal.page', { scope: 'practice', filter: {}, after: null, limit: 10 })).toEqual({ ok: false, fail: 'not-gathered' })
})
