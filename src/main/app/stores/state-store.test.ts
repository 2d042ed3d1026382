import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendEntry } from '../../audit/journal.ts'
import { StateTwin, type Followed } from '../../backup/backup.ts'
import { foldLog, openDatabase, stateMigrations, type Database } from '../../store/store.ts'
import { closeState, openMended, openState } from './state-store.ts'
import { keepTwin } from './twin-keeper.ts'

const key = new Uint8Array(32).fill(3)
const LONG = 40_000

let directory: string
beforeEach(() => { directory = mkdtempSync(path.join(tmpdir(), 'state-')) })
afterEach(() => { rmSync(directory, { recursive: true, force: true }) })

function opened(folder = directory): Database {
  const outcome = openDatabase({ file: path.join(folder, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full', folding: 'by-owner' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

const put = (db: Database, name: string, length = 10) => db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)').run(name, JSON.stringify(name.padEnd(length, 'x')))
const all = (db: Database) => db.prepare('SELECT name, value FROM setting ORDER BY name').all()

/** As a program that is killed at this moment leaves everything. */
function killed(): string {
  const left = mkdtempSync(path.join(tmpdir(), 'state-left-'))
  cpSync(directory, left, { recursive: true })
  return left
}

function mended(folder: string) {
  const held: string[] = []
  const found = openMended({ directory: folder, key, blobsOf: () => [], now: Date.now(), prepare: () => { held.push('held') } }, false)
  if (found.opened.kind !== 'open') throw new Error(found.opened.kind)
  const rows = all(found.opened.database)
  closeState(folder, found.opened.database)
  return { mended: found.mended, rows, held: held.length > 0 }
}

function flip(file: string, where: number, change: number): void {
  const bytes = readFileSync(file)
  const at = Math.floor(where * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ change
  writeFileSync(file, bytes)
}

type Act = { kind: 'put'; name: number; length: number } | { kind: 'follow' | 'fold' | 'fold-state' | 'fold-twin' | 'undo' | 'reopen' }
const acts: fc.Arbitrary<Act[]> = fc.array(fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), name: fc.nat(30), length: fc.oneof(fc.constant(10), fc.nat(LONG)) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('follow' as const, 'fold' as const, 'fold-twin' as const, 'undo' as const, 'reopen' as const) }) },
), { minLength: 1, maxLength: 12 })

/** What a session does, in any order that it may. Gives the state with everything in it that was followed. */
async function work(list: readonly Act[]): Promise<{ db: Database }> {
  let db = opened()
  let twin = await StateTwin.make(directory)
  for (const act of list) {
    switch (act.kind) {
      case 'put': put(db, `n${act.name}`, act.length); break
      case 'follow': expect(twin.follow()).toBe<Followed>('level'); break
      case 'fold-twin': twin.follow(); twin.foldSync(); break
      case 'fold': case 'fold-state': twin.follow(); await twin.fold(); foldLog(db); break
      // Pages that are spilled to the log and taken back stay behind in it.
      case 'undo':
        db.pragma('cache_size = 2')
        db.exec('BEGIN')
        for (let at = 0; at < 9; at++) put(db, `undone${at}`, LONG)
        db.exec('ROLLBACK')
        break
      case 'reopen': closeState(directory, db); db = opened(); twin = StateTwin.of(directory) ?? await StateTwin.make(directory)
    }
  }
  twin.follow()
  return { db }
}

test('whatever was done before: a changed byte of the state or of its log costs nothing, and neither does one of the twin', async () => {
  await fc.assert(fc.asyncProperty(acts, fc.constantFrom('state.db', 'state.db-wal', 'twin/state.db', 'twin/log'), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 }), async (list, file, where, change) => {
    rmSync(directory, { recursive: true, force: true })
    directory = mkdtempSync(path.join(tmpdir(), 'state-'))
    const { db } = await work(list)
    const rows = all(db)
    const left = killed()
    db.close()
    try {
      const victim = path.join(left, file)
      if (existsSync(victim) && statSync(victim).size > 0) flip(victim, where, change)
      const first = openState(left, key, 'read')
      if (first.kind === 'open') first.database.close()
      // A page that is not read at opening shows itself later.
      const isKnown = file === 'state.db' && first.kind === 'open'
      // A damaged log that holds pages which were taken back cannot be told from one that lost its end: what waits is held then, on the safe side.
      const mayHold = file === 'state.db-wal' && list.some(({ kind }) => kind === 'undo')
      const found = openMended({ directory: left, key, blobsOf: () => [], now: Date.now(), prepare: () => { if (!mayHold) throw new Error('nothing may be held') } }, isKnown)
      if (found.opened.kind !== 'open') throw new Error(found.opened.kind)
      expect(all(found.opened.database)).toEqual(rows)
      put(found.opened.database, 'later')
      closeState(left, found.opened.database)
      expect(mended(left)).toMatchObject({ mended: null, rows: expect.arrayContaining([expect.objectContaining({ name: 'later' })]) as unknown })
    } finally {
      rmSync(left, { recursive: true })
    }
  }), { numRuns: Number(process.env.RUNS ?? 12), examples: [[[{ kind: 'undo' }], 'state.db-wal', 0, 1]] })
}, 1_200_000)

test('changes of the last second before a crash are there as long as their own bytes are; where they are not, nothing is done twice', async () => {
  // given
  const db = opened()
  const twin = await StateTwin.make(directory)
  for (const name of ['a', 'b']) put(db, name)
  twin.follow()
  const followed = statSync(path.join(directory, 'twin/log')).size
  for (const name of ['c', 'd', 'e']) put(db, name)
  const rows = all(db)
  const [one, other] = [killed(), killed()]
  db.close()
  // when: a byte that the twin has, and one that it has not
  flip(path.join(one, 'state.db-wal'), 0.1, 1)
  flip(path.join(other, 'state.db-wal'), (followed + 100) / statSync(path.join(other, 'state.db-wal')).size, 1)
  // then
  expect(mended(one)).toEqual({ mended: 'mended', rows, held: false })
  expect(mended(other)).toEqual({ mended: 'mended-but-end', rows: rows.slice(0, 2), held: true })
  for (const folder of [one, other]) rmSync(folder, { recursive: true })
})

test.each(['state.db', 'state.db-wal'])('%s that is gone, or empty, comes back from the twin', async (name) => {
  const db = opened()
  const twin = await StateTwin.make(directory)
  put(db, 'a')
  twin.follow()
  const rows = all(db)
  for (const spoil of [(file: string) => { rmSync(file) }, (file: string) => { truncateSync(file) }, (file: string) => { truncateSync(file, Math.floor(statSync(file).size / 2)) }]) {
    const left = killed()
    writeFileSync(path.join(left, 'cache.db'), '')
    spoil(path.join(left, name))
    expect(mended(left)).toEqual({ mended: 'mended', rows, held: false })
    rmSync(left, { recursive: true })
  }
  db.close()
})

test('a twin that a program left behind which did not know of it does not take the place of what is newer', async () => {
  // given
  const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }
  const first = opened()
  const twin = await StateTwin.make(directory)
  put(first, 'a')
  twin.follow()
  closeState(directory, first)
  const other = opened()
  appendEntry(other, { class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' }, actor })
  put(other, 'b')
  const rows = all(other)
  other.close()
  // when
  const found = openMended({ directory, key, blobsOf: () => [], now: 1, prepare: () => undefined }, true)
  // then
  expect(found.mended).toBe('no-twin')
  expect(existsSync(path.join(directory, 'twin'))).toBe(false)
  if (found.opened.kind !== 'open') throw new Error(found.opened.kind)
  expect(all(found.opened.database)).toEqual(rows)
  found.opened.database.close()
})

test('the log is folded also while somebody goes on writing', async () => {
  // given
  const db = opened()
  await using stack = new AsyncDisposableStack()
  const keeper = keepTwin({ directory, db, onBug: (error) => { throw error } })
  stack.defer(() => keeper.close())
  const logBytes = (): number => statSync(path.join(directory, 'state.db-wal')).size
  // when: something is written in every turn
  let [before, wasFolded] = [0, false]
  for (let written = 0; written < 400 && !wasFolded; written++) {
    put(db, `n${written % 10}`, 250_000 + written)
    await delay(20)
    wasFolded = logBytes() < before
    before = logBytes()
  }
  // then
  expect(wasFolded).toBe(true)
})

test('what could not be followed while it was open makes a twin anew, and never one that is a mixture', async () => {
  // given: changes behind a damaged one, which the program that wrote them has whole
  const db = opened()
  const twin = await StateTwin.make(directory)
  put(db, 'followed')
  expect(twin.follow()).toBe('level')
  const at = statSync(path.join(directory, 'state.db-wal')).size
  for (const name of ['one', 'two', 'three']) put(db, name, LONG)
  const log = path.join(directory, 'state.db-wal')
  const bytes = readFileSync(log)
  bytes[at + 17] = (bytes[at + 17] ?? 0) ^ 1
  const handle = openSync(log, 'r+')
  writeSync(handle, bytes, at, 24, at)
  closeSync(handle)
  expect(twin.follow()).toBe('cut')
  const rows = all(db)
  // when
  closeState(directory, db)
  // then
  expect(StateTwin.of(directory)).toBeNull()
  const again = opened()
  expect(all(again)).toEqual(rows)
  closeState(directory, again)
})
