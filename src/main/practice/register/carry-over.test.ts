import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { forge, RealPractice } from '../../../../test/register/real-practice.ts'
import { openDatabase, stateMigrations, type Database } from '../../store/store.ts'
import { keepHome, readHome } from '../home.ts'
import { carryEvents, carryStand } from './carry-over.ts'
import { createDeviceKeys, deviceKeys } from './device-keys.ts'
import { markSent, queuedEvents, queueEvent, storeEvent } from './event-table.ts'

const key = new Uint8Array(32).fill(5)
const PAGE_BYTES = 16_384

function opened(file: string): Database {
  const outcome = openDatabase({ file, key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

/** A leaf of a table, somewhere in its middle, gets other bytes. */
function damage(file: string, table: string): void {
  const db = opened(file)
  const pages = db.prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path").pluck().all(table)
  db.close()
  const bytes = readFileSync(file)
  const page = pages[Math.floor(pages.length / 2)] ?? 0
  bytes.fill(0x5a, (page - 1) * PAGE_BYTES + 100, (page - 1) * PAGE_BYTES + 120)
  writeFileSync(file, bytes)
}

const homeIn = ({ root }: { root: string }) => ({ stage: 'member' as const, accountId: 'a', folder: 'F', name: 'De Linde', root, joining: null, endedBecause: null })

const forgetNothing = (): void => undefined

function register(count: number) {
  const directory = mkdtempSync(path.join(tmpdir(), 'carry-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const file = path.join(directory, 'state.db')
  const db = opened(file)
  const device = practice.anja.db.prepare<[], Record<string, unknown>>('SELECT * FROM register_device').get() ?? {}
  keepHome(db, homeIn(practice))
  db.prepare('INSERT INTO register_device (id, label, sign_secret, seal_secret) VALUES (@id, @label, @sign_secret, @seal_secret)').run(device)
  const events = Array.from({ length: count }, (_, at) => forge(practice.anja, { kind: 'private-agreed', body: { person: 'anja' } }, { sequence: at + 2, clock: at + 2 }))
  for (const [at, event] of events.entries()) {
    storeEvent(db, event)
    queueEvent(db, event.checked.hash)
    if (at < count - 3) markSent(db, event.checked.hash, 1)
  }
  db.close()
  return { practice, file, hashes: events.map(({ checked }) => checked.hash) }
}

test('behind a damaged page of the register there are events as well: the last ones, which lie nowhere else, are carried over', () => {
  // given
  const { practice, file, hashes } = register(120)
  damage(file, 'register_event')
  const before = opened(file)
  onTestFinished(() => void before.close())
  const { db: to } = practice.store('older')
  // when
  carryStand(before, to, forgetNothing)
  carryEvents(before, to)
  // then
  const carried = to.prepare<[], string>('SELECT hash FROM register_event ORDER BY place').pluck().all()
  expect(carried.length).toBeGreaterThan(60)
  expect(carried.length).toBeLessThan(120)
  expect(carried).toEqual(hashes.filter((hash) => carried.includes(hash)))
  expect(queuedEvents(to).map(({ hash }) => hash)).toEqual(hashes.slice(-3))
})

test('where it cannot be read what has not been sent, all of this workstation\'s goes again', () => {
  const { practice, file, hashes } = register(20)
  damage(file, 'register_to_send')
  const before = opened(file)
  onTestFinished(() => void before.close())
  const { db: to } = practice.store('older')
  carryStand(before, to, forgetNothing)
  carryEvents(before, to)
  expect(queuedEvents(to).map(({ hash }) => hash)).toEqual(hashes)
})

test('where the workstation stands is what the newer store says: who left, and who came under other keys, is not put back', () => {
  // given
  const { practice } = register(1)
  const [older, newer] = [practice.store('older'), practice.store('newer')]
  keepHome(older.db, homeIn({ root: 'b'.repeat(64) }))
  keepHome(newer.db, { ...homeIn(practice), stage: 'ended', endedBecause: 'revoked' })
  for (const [{ db }, highest] of [[older, 5], [newer, 9]] as const) db.prepare('INSERT INTO register_time (id, highest, stated) VALUES (1, ?, 1)').run(highest)
  const left: string[] = []
  // when
  expect(carryStand(newer.db, older.db, (db) => { left.push(readHome(db)?.root ?? '') })).toBe(true)
  // then
  expect(left).toEqual(['b'.repeat(64)])
  expect([readHome(older.db), deviceKeys(older.db)?.device]).toEqual([readHome(newer.db), newer.keys.device])
  expect(older.db.prepare('SELECT highest FROM register_time').pluck().all()).toEqual([9])
  // when it is the same practice under the same keys
  expect(carryStand(newer.db, older.db, () => { left.push('again') })).toBe(true)
  expect(left).toHaveLength(1)
})

test('what was to be said in one practice is never queued for another\'s folder', () => {
  // given a store whose own word of its practice is gone
  const { practice, file, hashes } = register(3)
  const before = opened(file)
  onTestFinished(() => void before.close())
  const { db: to } = practice.store('older')
  keepHome(to, homeIn({ root: 'b'.repeat(64) }))
  createDeviceKeys(to, 'older')
  // when
  carryEvents(before, to)
  // then
  expect(to.prepare<[], string>('SELECT hash FROM register_event ORDER BY place').pluck().all()).toEqual(hashes)
  expect(queuedEvents(to)).toEqual([])
})
