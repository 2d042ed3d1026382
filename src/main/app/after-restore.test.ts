import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { firstBreak, verifyChain } from '../audit/chain.ts'
import { adoptFiled, filedSegments, floorOf } from '../audit/filed.ts'
import { isPracticeInDoubt } from '../audit/in-doubt.ts'
import { appendEntry } from '../audit/journal.ts'
import { restoreBackup, writeBackup } from '../backup/backup.ts'
import { pendingTasks, storeTasks } from '../imap/tasks.ts'
import { keepHome, readHome } from '../practice/home.ts'
import { createDeviceKeys, deviceKeys } from '../practice/register/device-keys.ts'
import { mustReadFirst } from '../practice/restored.ts'
import { insertDelivery, insertOutgoing, deliveries, dueDeliveries } from '../sending/outbox-rows.ts'
import { openDatabase, stateMigrations, type Database } from '../store/store.ts'
import { afterRestore, type Restored } from './after-restore.ts'
import { keepFromNext } from './practice/filing.ts'
import { forgetPractice } from './practice/forget-practice.ts'

const key = new Uint8Array(32).fill(5)
const keys = { cache: key, segments: key }
const unlocked = { person: { name: 'Anja', practice: 'De Linde' }, factor: { kind: 'recovery' as const, slotId: 's', at: 1 }, firstRun: false, refusedBefore: [] }

let directory: string
let db: Database
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'restore-'))
  db = open()
  onTestFinished(() => {
    db.close()
    rmSync(directory, { recursive: true })
  })
})

function open(): Database {
  const outcome = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }
const note = () => appendEntry(db, { class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' }, actor })

function mail(id: string, state: 'queued' | 'undo' | 'waiting' | 'held-no-route' | 'sent' | 'refused'): void {
  const manuscript = { attachments: [] } as unknown as Parameters<typeof insertOutgoing>[1]['manuscript']
  insertOutgoing(db, { id, accountId: 'a', messageId: `<${id}@delinde.test>`, sender: 'anja@delinde.test', subject: 'Uitslag', blobId: id.repeat(32).slice(0, 32), sizeBytes: 1, mimeHash: 'h', createdAt: 1, manuscript })
  insertDelivery(db, { id, outgoingId: id, recipients: [], state, since: 1, dueAt: state === 'undo' || state === 'waiting' ? 5 : null, route: 'hold', plan: null })
}

const backup = () => writeBackup({ directory, key, blobsOf: () => [], now: 10 })

function restore(now = 20, isDamaged = false): Restored {
  db.close()
  const done: Restored[] = []
  const outcome = restoreBackup({ directory, key, blobsOf: () => [], now, prepare: afterRestore({ directory, keys, unlocked, version: 'test', now, isDamaged }, (restored) => { done.push(restored) }) })
  expect(outcome.kind).toBe('restored')
  db = open()
  return done[0]!
}

test('nothing goes by itself that may have gone since: whatever was on its way waits for a person', async () => {
  // given
  for (const [id, state] of [['a', 'queued'], ['b', 'undo'], ['c', 'waiting'], ['d', 'held-no-route'], ['e', 'sent'], ['f', 'refused']] as const) mail(id, state)
  await backup()
  db.prepare("UPDATE delivery SET state = 'sent', due_at = NULL").run()
  // when
  const { held } = restore()
  // then
  expect(held).toBe(5)
  expect(deliveries(db).map(({ state }) => state)).toEqual(['held-unclear', 'held-unclear', 'held-unclear', 'held-unclear', 'sent', 'held-unclear'])
  expect(dueDeliveries(db, Number.MAX_SAFE_INTEGER)).toEqual([])
})

test('what somebody once did to messages is not done twice', async () => {
  storeTasks(db, [{ id: 'oud', accountId: 'a', act: { kind: 'destroy' }, messages: [], undoes: null }], 1)
  await backup()
  restore()
  expect(pendingTasks(db, 'a')).toEqual([])
})

test('entries of the journal that were written since are saved from what is replaced, and the chain holds', async () => {
  // given
  note()
  await backup()
  for (let at = 0; at < 3; at++) note()
  // when
  const { carried, isJournalWhole } = restore()
  // then
  expect({ carried, isJournalWhole }).toEqual({ carried: 3, isJournalWhole: true })
  expect(firstBreak(verifyChain(db))).toBeNull()
  expect(db.prepare('SELECT sequence, class FROM journal ORDER BY sequence DESC LIMIT 1').get()).toEqual({ sequence: 5, class: 'store' })
})

test('where they cannot be saved their numbers are not given again, and everybody who checks is shown the gap', async () => {
  // given
  note()
  await backup()
  for (let at = 0; at < 3; at++) note()
  db.close()
  rmSync(path.join(directory, 'state.db'))
  db = { close: () => undefined } as unknown as Database
  // when
  const { carried, isJournalWhole } = restore()
  // then
  expect({ carried, isJournalWhole }).toEqual({ carried: 0, isJournalWhole: false })
  expect(firstBreak(verifyChain(db))).toEqual({ kind: 'gap', from: 2, to: 2_001 })
})

test('an older backup leaves room for the numbers of more days, however few it knows', async () => {
  note()
  await backup()
  db.close()
  rmSync(path.join(directory, 'state.db'))
  db = { close: () => undefined } as unknown as Database
  restore(3 * 24 * 60 * 60_000)
  expect(firstBreak(verifyChain(db))).toEqual({ kind: 'gap', from: 2, to: 6_001 })
})

test('an update of the program that was never opened does not keep the journal from being saved', async () => {
  note()
  await backup()
  note()
  db.close()
  rmSync(path.join(directory, 'state.db'))
  const older = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations.filter(({ to }) => to <= 200), mode: 'write', durability: 'full' })
  if (older.kind !== 'open') throw new Error(older.kind)
  db = older.database
  for (let at = 0; at < 2; at++) note()
  expect(restore()).toMatchObject({ carried: 1, isJournalWhole: true })
})

const word = (name: string, value: string) => db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)').run(name, JSON.stringify(value))
const words = () => db.prepare<[], [string, string]>("SELECT name, value FROM setting WHERE name LIKE 'w%' ORDER BY name").raw().all().map(([name, value]): [string, string] => [name, JSON.parse(value) as string])

/** Of the pages of a table some bytes are others now, as far as a table has a page of its own. */
function damage(table: string): void {
  const pages = db.prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno DESC").pluck().all(table)
  db.close()
  const file = path.join(directory, 'state.db')
  const bytes = readFileSync(file)
  bytes.fill(0x5a, ((pages[0] ?? 0) - 1) * 16_384 + 100, ((pages[0] ?? 0) - 1) * 16_384 + 120)
  writeFileSync(file, bytes)
}

test('where another table is damaged, nothing of what was done since the backup is lost, and what went is known to have gone', async () => {
  // given
  mail('a', 'queued')
  mail('b', 'queued')
  word('w-old', 'eerst')
  word('w-gone', 'weg')
  await backup()
  db.prepare("UPDATE delivery SET state = 'sent', due_at = NULL WHERE id = 'a'").run()
  mail('c', 'queued')
  word('w-old', 'later')
  word('w-new', 'nieuw')
  db.prepare("DELETE FROM setting WHERE name = 'w-gone'").run()
  for (let at = 0; at < 200; at++) note()
  damage('journal')
  db = { close: () => undefined } as unknown as Database
  // when
  const { held } = restore(20, true)
  // then
  expect(words()).toEqual([['w-new', 'nieuw'], ['w-old', 'later']])
  expect(held).toBe(2)
  expect(deliveries(db).map(({ id, state }) => [id, state])).toEqual([['a', 'sent'], ['b', 'held-unclear'], ['c', 'held-unclear']])
})

test('of a table with a damaged page what lies before and behind it is saved, beside what the backup has', async () => {
  // given
  const names = Array.from({ length: 90 }, (_, index) => `w-${String(index).padStart(3, '0')}`)
  for (const name of names.slice(0, 60)) word(name, 'x'.repeat(2_000))
  await backup()
  for (const name of names.slice(60)) word(name, 'x'.repeat(2_000))
  const [, , page = 0] = db.prepare<[], number>("SELECT pageno FROM dbstat WHERE name = 'setting' AND pagetype = 'leaf' ORDER BY path").pluck().all()
  db.close()
  const bytes = readFileSync(path.join(directory, 'state.db'))
  bytes.fill(0x5a, (page - 1) * 16_384 + 100, (page - 1) * 16_384 + 120)
  writeFileSync(path.join(directory, 'state.db'), bytes)
  db = { close: () => undefined } as unknown as Database
  // when
  restore(20, true)
  // then
  expect(words().map(([name]) => name)).toEqual(names)
})

test('a log whose beginning is damaged makes the state older than the backup: it takes nothing away, and its numbers are not given again', async () => {
  // given
  note()
  word('w-old', 'eerst')
  await backup()
  const reader = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'read', durability: 'full' })
  for (let at = 0; at < 3; at++) note()
  const left = ['state.db', 'state.db-wal'].map((name) => [path.join(directory, name), readFileSync(path.join(directory, name))] as const)
  if (reader.kind === 'open') reader.database.close()
  db.close()
  for (const [name, bytes] of left) {
    if (name.endsWith('-wal')) bytes[0] = (bytes[0] ?? 0) ^ 1
    writeFileSync(name, bytes)
  }
  db = { close: () => undefined } as unknown as Database
  // when
  const { isJournalWhole } = restore(20, true)
  // then
  expect([isJournalWhole, words()]).toEqual([false, [['w-old', 'eerst']]])
  expect(firstBreak(verifyChain(db))).toEqual({ kind: 'gap', from: 2, to: 2_001 })
})

test('who goes back from a state that is whole goes back', async () => {
  word('w-old', 'eerst')
  await backup()
  word('w-old', 'later')
  restore()
  expect(words()).toEqual([['w-old', 'eerst']])
})

test('the register is read from its beginning before anything is said in it', async () => {
  db.prepare("INSERT INTO practice_home (id, stage, account_id, folder, name, uid_validity, places) VALUES (1, 'member', 'a', 'F', 'De Linde', 7, '1:40')").run()
  await backup()
  expect(mustReadFirst(db)).toBe(false)
  restore()
  expect(mustReadFirst(db)).toBe(true)
  expect(db.prepare('SELECT uid_validity, places FROM practice_home').raw().get()).toEqual([null, ''])
})

test('what the practice holds of the journal since is taken over, and its numbers are not given again', () => {
  note()
  const hash = (digit: string) => digit.repeat(64)
  adoptFiled(db, [{ from: 1, to: 1, head: hash('a'), hash: hash('b') }, { from: 2, to: 40, head: hash('c'), hash: hash('d') }])
  expect(filedSegments(db).map(({ to, previous }) => [to, previous])).toEqual([[1, hash('0')], [40, hash('b')]])
  expect(note()).toMatchObject({ sequence: 41 })
})

const root = (letter: string): string => letter.repeat(64)

/** As whoever joins does it: with keys of its own, and said in the journal. */
function join(letter: string, accountId = 'a'): string {
  const keys = createDeviceKeys(db, 'balie')
  keepHome(db, { stage: 'member', accountId, folder: 'F', name: `Praktijk ${letter}`, root: root(letter), joining: null, endedBecause: null })
  note()
  return keys.device.id
}

function leave(): void {
  forgetPractice(db)
  note()
  keepFromNext(db)
}

const account = (id: string, address: string) => db.prepare(`INSERT INTO account (id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, created_at)
  VALUES (?, ?, ?, '', 'h', 993, 'tls', 'h', 465, 'tls', ?, 'password', 1)`).run(id, address, address, address)

test('who left a practice after the backup is not put back into it, and the journal of it goes to no other', async () => {
  // given
  join('a')
  await backup()
  note()
  leave()
  const floor = floorOf(db)
  // when
  const { isPracticeKnown, isJournalWhole } = restore()
  // then
  expect([isPracticeKnown, isJournalWhole, isPracticeInDoubt(db)]).toEqual([true, true, false])
  expect([readHome(db), deviceKeys(db), floor, floorOf(db)]).toEqual([null, null, 3, 3])
})

test('who joined another practice since stays in that one, with the keys and the login by which it knows this workstation', async () => {
  // given
  account('a', 'anja@delinde.test')
  join('a')
  await backup()
  leave()
  account('b', 'anja@deberk.test')
  const device = join('b', 'b')
  // when
  restore()
  // then
  expect([readHome(db)?.root, readHome(db)?.accountId, deviceKeys(db)?.device.id, floorOf(db)]).toEqual([root('b'), 'b', device, 2])
  expect(db.prepare<[], string>('SELECT address FROM account ORDER BY id').pluck().all()).toEqual(['anja@delinde.test', 'anja@deberk.test'])
})

test('a login that was removed and added once more since is the one that the backup has of that address', async () => {
  account('a', 'anja@delinde.test')
  await backup()
  db.prepare('DELETE FROM account').run()
  account('b', 'anja@delinde.test')
  join('a', 'b')
  restore()
  expect([readHome(db)?.accountId, db.prepare<[], string>('SELECT id FROM account').pluck().all()]).toEqual(['a', ['a']])
})

test('where nothing is left that says in which practice the workstation was, the journal says so, and nothing is filed before that practice\'s register has said it', async () => {
  // given
  join('a')
  await backup()
  db.close()
  rmSync(path.join(directory, 'state.db'))
  db = { close: () => undefined } as unknown as Database
  // when
  const { isPracticeKnown } = restore()
  // then
  expect([isPracticeKnown, isPracticeInDoubt(db), mustReadFirst(db), readHome(db)?.root, floorOf(db)]).toEqual([false, true, true, root('a'), null])
})

test('the same of who was in none on the day of the backup: what was done since is no next practice\'s', async () => {
  note()
  await backup()
  join('a')
  note()
  damage('practice_home')
  db = { close: () => undefined } as unknown as Database
  const { carried, isPracticeKnown } = restore(20, true)
  expect([carried, isPracticeKnown, readHome(db), floorOf(db)]).toEqual([2, false, null, 3])
})
