import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { enveloped, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { DAY, NOW, person } from '../../../../test/register/workstation.ts'
import { appendEntry } from '../../audit/journal.ts'
import { openSegment } from '../../audit/segment.ts'
import { checkSegments, verifySegments } from '../../audit/verify-segments.ts'
import { keepHome, readHome } from '../../practice/home.ts'
import { markSent, queuedEvents } from '../../practice/register/event-table.ts'
import { readAllAgain } from '../../practice/restored.ts'
import { unsealWith } from '../../practice/register/sealing.ts'
import type { Database } from '../../store/store.ts'
import { caughtUp } from './caught-up.ts'
import { logKeysToSet, sealRest, segmentSent } from './filing.ts'
import { forgetOldLog, KEPT_LOG, keptLogIn } from './kept-log.ts'
import { KEPT_LOG_MS } from './limits.ts'
import { openPractice, type RoomParts } from './practice-room.ts'
import { RestOfLog } from './rest-of-log.ts'

const home = (practice: RealPractice) => ({ stage: 'member' as const, accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root: practice.root, joining: null, endedBecause: null })

/** A practice with a log key, and somebody who did three things that nobody has heard of. */
function offline(change: Parameters<typeof person>[1] = {}) {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const mia = practice.admit(practice.anja, person('mia', change))
  const { bodies } = logKeysToSet({ keys: practice.anja.keys, state: practice.anja.register.state() })
  practice.anja.register.say(bodies.map((body) => ({ kind: 'log-key-set', body })))
  practice.deliver()
  keepHome(mia.db, home(practice))
  for (const at of [1, 2, 3]) act(mia.db, at)
  return { practice, mia, directory: folder() }
}

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'rest-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  return directory
}

const act = (db: Database, at: number): void => void appendEntry(db, {
  class: 'E5', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: 'info@delinde.test', messageId: `${String(at)}@x.test`, patient: null, detail: { trust: 'safe', evidence: 'IN-03' },
  actor: { person: 'Mia', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
})

function opened({ db }: Pick<RealStation, 'db'>, directory: string) {
  const nothing = (): void => undefined
  const parts = {
    db, directory, now: () => NOW, onBug: (where: string, error: unknown) => { throw new Error(where, { cause: error }) }, onRights: nothing, askTime: nothing, onOver: nothing,
    changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null }, journal: () => ({ note: () => ({ kind: 'written' }), write: () => ({ kind: 'written' }) }),
  }
  const room = openPractice(parts as unknown as RoomParts)
  onTestFinished(() => room[Symbol.asyncDispose]())
  return room
}

const waiting = (db: Database): Uint8Array[] => db.prepare<[], Uint8Array>('SELECT bytes FROM segment_outgoing JOIN filed_segment USING (hash) ORDER BY first').pluck().all()

/** As who looks after the practice's log reads it. */
function logKeyOf({ anja: { keys, register } }: RealPractice) {
  const { logKey } = register.state().law
  const secretKey = logKey === null ? null : unsealWith(keys, logKey.sealed, 'log key')
  if (logKey === null || secretKey === null) throw new Error('no log key')
  return { publicKey: Buffer.from(logKey.key, 'base64url'), secretKey }
}

const messagesIn = (bytes: Uint8Array, practice: RealPractice): (string | null)[] => {
  const read = openSegment(bytes, logKeyOf(practice))
  if (read.kind !== 'open') throw new Error(read.kind)
  return read.entries.map(({ messageId }) => messageId)
}

test.each(['ended', 'revoked'] as const)('what somebody did offline who was put out meanwhile (%s) is handed in, and shown as late (LOG-05)', async (how) => {
  // given
  const { practice, mia, directory } = offline()
  practice.anja.register.say([how === 'ended' ? { kind: 'person-ended', body: { person: 'mia', until: NOW, cut: [] } } : { kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'lost', cut: [] } }])
  practice.deliver()
  // when their workstation hears of it
  const room = opened(mia, directory)
  expect([room.home()?.stage, room.member()]).toEqual(['ended', null])
  // then
  const [segment, ...more] = waiting(mia.db)
  expect(more).toEqual([])
  expect(messagesIn(segment!, practice)).toEqual(['1@x.test', '2@x.test', '3@x.test'])
  expect(checkSegments([{ name: 'a', bytes: segment! }], logKeyOf(practice))).toMatchObject({ well: true, devices: [{ entries: 3, late: { from: 1, entries: 3 } }] })
  // and the practice is told, without counting it
  practice.deliver()
  expect(practice.anja.register.problems()).toMatchObject([{ kind: 'refused', because: 'after-withdrawal', event: { kind: 'segment-filed', author: mia.keys.device.id } }])
  expect(practice.anja.register.state().work.segments.get(mia.keys.device.id)).toBeUndefined()
  // when they go on with their own mail
  await room[Symbol.asyncDispose]()
  act(mia.db, 4)
  const later = opened(mia, directory)
  // then that is nobody else's, and what the folder never took stays sealed when they leave
  expect(waiting(mia.db)).toEqual([segment])
  expect(await later.leave('left')).toEqual({ ok: true })
  expect(waiting(mia.db)).toEqual([])
  const kept = path.join(directory, KEPT_LOG)
  expect(readdirSync(kept).map((name) => readFileSync(path.join(kept, name)))).toEqual([segment])
  expect(readFileSync(path.join(kept, readdirSync(kept)[0]!), 'latin1')).not.toMatch(/"Mia|delinde|x\.test/)
  expect(readHome(mia.db)).toBeNull()
})

test('of who was here for a time all of it is handed in, also what was done after it was heard; nothing twice', () => {
  // given
  const { practice, mia, directory } = offline({ kind: 'locum', until: NOW + DAY })
  practice.anja.register.say([{ kind: 'person-ended', body: { person: 'mia', until: NOW, cut: [] } }])
  practice.deliver()
  const room = opened(mia, directory)
  // when
  act(mia.db, 4)
  // then
  expect(room.fileRest()).toBe('acts-wait')
  expect(waiting(mia.db).map((bytes) => messagesIn(bytes, practice))).toEqual([['1@x.test', '2@x.test', '3@x.test'], ['4@x.test']])
  expect(checkSegments(waiting(mia.db).map((bytes, at) => ({ name: String(at), bytes })))).toMatchObject({ well: true, devices: [{ segments: 2, entries: 4 }] })
  expect(room.fileRest()).toBe('acts-wait')
  expect(waiting(mia.db)).toHaveLength(2)
  // when all of it has arrived
  practice.deliver()
  mia.db.prepare('DELETE FROM segment_outgoing').run()
  // then
  expect(room.fileRest()).toBe('filed')
})

test('what no folder takes any more is kept for as long as a log is, and opens with the practice\'s log key alone', async () => {
  // given somebody whose date has passed, and who was never told more
  const { practice, mia, directory } = offline({ kind: 'locum', until: NOW - DAY })
  const room = opened(mia, directory)
  expect(room.fileRest()).toBe('acts-wait')
  // when
  await room.keepRest()
  await room.keepRest()
  // then
  const kept = path.join(directory, KEPT_LOG)
  const [name, ...more] = readdirSync(kept)
  expect(more).toEqual([])
  expect(messagesIn(readFileSync(path.join(kept, name!)), practice)).toEqual(['1@x.test', '2@x.test', '3@x.test'])
  expect(verifySegments(kept)).toMatchObject({ well: true, devices: [{ device: mia.keys.device.id, late: { entries: 3 } }] })
  // when
  expect(await keptLogIn(directory)).toEqual({ folder: kept, until: NOW + KEPT_LOG_MS })
  // when it is not old enough, or only by one of two clocks
  const old = NOW + KEPT_LOG_MS + DAY
  for (const clocks of [{ confirmed: old - 2 * DAY, own: old - 2 * DAY }, { confirmed: NOW, own: old }, { confirmed: old, own: NOW }]) await forgetOldLog(directory, clocks)
  expect(readdirSync(kept)).toEqual([name])
  // when it is, by both
  await forgetOldLog(directory, { confirmed: old, own: old })
  // then
  expect(await keptLogIn(directory)).toBeNull()
  expect(readdirSync(directory)).toEqual([])
})

/** As at a workstation with a line; `takes`: what its server does with what it is sent. */
function withLine({ practice, mia, directory }: ReturnType<typeof offline>, takes: boolean): RestOfLog {
  const flush = (): void => {
    if (!takes) return
    practice.deliver()
    for (const { hash } of mia.db.prepare<[], { hash: string }>('SELECT hash FROM segment_outgoing').all()) segmentSent(mia.db, hash)
    for (const { hash } of queuedEvents(mia.db)) markSent(mia.db, hash, NOW)
  }
  const desk = { state: () => ({ kind: takes ? 'in-step' as const : 'waiting' as const }), flush }
  return new RestOfLog({
    db: mia.db, directory, now: () => NOW, latest: () => NOW, deeds: () => ({ tell: () => undefined }),
    standing: () => ({ home: readHome(mia.db), keys: mia.keys, register: mia.register, desk: desk as unknown as ReturnType<ConstructorParameters<typeof RestOfLog>[0]['standing']>['desk'], isMember: true }),
  })
}

test('whoever leaves because they want to hands in the last of their log first, and nothing of it stays behind', async () => {
  // given
  const station = offline()
  // when
  expect(await withLine(station, true).handIn(new AbortController().signal)).toBe('filed')
  // then
  expect(station.practice.anja.register.state().work.segments.get(station.mia.keys.device.id)).toMatchObject([{ segment: { from: 1, to: 3 } }])
  expect(readdirSync(station.directory)).toEqual([])
})

test('without a line it stays here as files, with what was not sealed yet, and nobody waits for it', async () => {
  const station = offline()
  expect(await withLine(station, false).handIn(new AbortController().signal)).toBe('kept')
  const kept = path.join(station.directory, KEPT_LOG)
  expect(readdirSync(kept).map((name) => messagesIn(readFileSync(path.join(kept, name)), station.practice))).toEqual([['1@x.test', '2@x.test', '3@x.test']])
})

/** What everybody sees of the journal of one workstation in the folder, without a key and with it. */
const seenBy = (practice: RealPractice, segments: readonly Uint8Array[]) => [null, logKeyOf(practice)].map((logKey) => checkSegments(segments.map((bytes, at) => ({ name: String(at), bytes })), logKey).devices.map(({ first, entries }) => [first?.kind ?? 'whole', entries]))

test('after a restore nothing is sealed a second time under numbers that the folder has: not of a member, and not of who was put out meanwhile', () => {
  // given a store that is older than what was filed from it
  const { practice, mia } = offline()
  const older = mia.db.serialize()
  const sealing = { keys: mia.keys, now: NOW, late: false }
  expect(sealRest({ ...sealing, db: mia.db, register: mia.register })).toBe(true)
  practice.deliver()
  const folder = waiting(mia.db)
  practice.anja.register.say([{ kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'lost', cut: [] } }])
  practice.deliver()
  const db = practice.copyOf(older)
  db.prepare('INSERT INTO restored_state (id, at, backup_at, held, must_read, seen) VALUES (1, 1, 1, 0, 1, 0)').run()
  readAllAgain(db)
  act(db, 4)
  const { register } = practice.station(db, mia.keys)
  // when it hears that it was put out before it has read to the end
  expect([sealRest({ ...sealing, db, register }), sealRest({ ...sealing, late: true, db, register })]).toEqual([false, false])
  expect(waiting(db)).toEqual([])
  // when everything was read
  register.take(practice.folder)
  expect(caughtUp(db, register.state(), mia.keys.device.id)).toBe(true)
  act(db, 5)
  expect(sealRest({ ...sealing, late: true, db, register })).toBe(true)
  // then its journal goes on behind what is there
  expect(seenBy(practice, [...folder, ...waiting(db)])).toEqual([[['whole', 5]], [['whole', 5]]])
})

test('what a workstation hands in whose chain forked is one journal to whoever reads it, though no event names its end', () => {
  // given two stores that speak under one key
  const { practice, mia } = offline()
  const db = practice.copyOf(mia.db.serialize())
  const copy = practice.station(db, mia.keys)
  for (const [{ register }, patient] of [[mia, 'a'.repeat(64)], [copy, 'b'.repeat(64)]] as const) register.say([{ kind: 'care-episode', body: { patient, clinician: 'mia', current: true } }])
  const sealing = { keys: mia.keys, now: NOW, late: false, db: mia.db, register: mia.register }
  expect(sealRest(sealing)).toBe(true)
  practice.folder.push(...copy.register.outgoing().map(({ hash, body }) => enveloped(hash, body)))
  practice.deliver()
  expect(mia.register.problems()).toMatchObject([{ kind: 'forked', device: mia.keys.device.id }])
  // when
  act(mia.db, 4)
  expect(sealRest(sealing)).toBe(true)
  // then
  expect(seenBy(practice, waiting(mia.db))).toEqual([[['whole', 4]], [['whole', 4]]])
})
