import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkGeneration, checkTwin, clearLeftovers, finishRestore, listGenerations, mendState, pruneAside, restoreBackup, StateTwin, writeBackup, type BackupParts } from '../../src/main/backup/backup.ts'
import { checkLog, isDiskFull, openDatabase, stateMigrations } from '../../src/main/store/store.ts'
import { filesBelow } from '../mailbox/open-box.ts'
import { hasSmallDisks, smallDisk } from '../practice/small-disk.ts'

const key = new Uint8Array(32).fill(3)
const DAY = 24 * 60 * 60_000
const START = Date.UTC(2026, 10, 1)

let directory: string
beforeEach(() => { directory = mkdtempSync(path.join(tmpdir(), 'backup-')) })
afterEach(() => { rmSync(directory, { recursive: true, force: true }) })

function open(folder = directory) {
  const outcome = openDatabase({ file: path.join(folder, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

/** The only row that these tests look at. */
function keep(text: string, folder = directory): void {
  const database = open(folder)
  database.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('word', ?)").run(JSON.stringify(text))
  database.close()
}

function kept(folder = directory): string {
  const database = open(folder)
  try {
    return JSON.parse(database.prepare<[], string>("SELECT value FROM setting WHERE name = 'word'").pluck().get() ?? '""') as string
  } finally {
    database.close()
  }
}

const blobsOf = () => ['a'.repeat(32)]
const parts = (day: number, folder = directory): BackupParts => ({ directory: folder, key, blobsOf, now: START + day * DAY })
const restore = (folder = directory) => restoreBackup({ directory: folder, key, blobsOf, prepare: () => undefined, now: START + 100 * DAY })
const blob = (folder = directory): string => path.join(folder, 'blobs', `${'a'.repeat(32)}.blob`)

function putBlob(folder = directory): void {
  mkdirSync(path.dirname(blob(folder)), { recursive: true })
  writeFileSync(blob(folder), 'sealed')
}

function flip(file: string, at = Math.floor(statSync(file).size / 2)): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  writeFileSync(file, bytes)
}

test('a backup is written while others write, tells nothing, and comes back with the attachments that it names', async () => {
  // given
  keep('Spataderen')
  putBlob()
  const database = open()
  // when
  const written = await writeBackup(parts(1))
  database.prepare("UPDATE setting SET value = '\"later\"' WHERE name = 'word'").run()
  database.close()
  rmSync(blob())
  const restored = restore()
  // then
  expect(written).toMatchObject({ kind: 'written', generation: { at: START + DAY } })
  expect(restored).toMatchObject({ kind: 'restored', skipped: [] })
  expect(kept()).toBe('Spataderen')
  expect(existsSync(blob())).toBe(true)
  for (const { name, bytes } of filesBelow(directory)) expect([name, bytes.includes('Spataderen')]).toEqual([name, false])
  expect(kept(restored.kind === 'restored' ? restored.aside : '')).toBe('later')
})

test('seven are kept, and none goes while what would be copied is damaged', async () => {
  keep('goed')
  for (let day = 1; day <= 9; day++) await writeBackup(parts(day))
  expect(listGenerations(directory).map(({ at }) => (at - START) / DAY)).toEqual([9, 8, 7, 6, 5, 4, 3])
  flip(path.join(directory, 'state.db'))
  expect(await writeBackup(parts(10))).toEqual({ kind: 'damaged' })
  expect(listGenerations(directory)).toHaveLength(7)
})

const names = () => listGenerations(directory).map(({ at }) => (at - START) / DAY)

test('a clock that is ten years ahead for a day, or behind, pushes out none of the days before, and the last that was made is the newest', async () => {
  keep('goed')
  for (let day = 1; day <= 4; day++) await writeBackup(parts(day))
  await writeBackup(parts(3_650))
  await writeBackup(parts(5))
  await writeBackup(parts(-9_000))
  await writeBackup(parts(6))
  expect(names()).toEqual([6, -9_000, 5, 3_650, 4, 3, 2])
})

test('whoever asks for one again and again keeps the days before', async () => {
  keep('goed')
  for (let day = 1; day <= 3; day++) await writeBackup(parts(day))
  for (let time = 0; time < 9; time++) await writeBackup(parts(4 + time / 100))
  expect(names()).toEqual([4.08, 3, 2, 1])
})

test('what was put aside goes only when the clock and the backup before agree that it was long ago', async () => {
  keep('goed')
  await writeBackup(parts(1))
  const restored = restore()
  const aside = restored.kind === 'restored' ? restored.aside : ''
  await pruneAside(directory, [START + 3_650 * DAY, START + 101 * DAY])
  expect(existsSync(aside)).toBe(true)
  await pruneAside(directory, [START + 200 * DAY, START + 199 * DAY])
  expect(existsSync(aside)).toBe(false)
})

test('a damaged backup is named and passed over for the one before it', async () => {
  // given
  for (const [day, word] of [[1, 'maandag'], [2, 'dinsdag']] as const) {
    keep(word)
    await writeBackup(parts(day))
  }
  const [newest, before] = listGenerations(directory)
  const file = path.join(newest?.directory ?? '', 'state.db')
  // when, then
  for (const spoil of [() => { flip(file) }, () => { flip(file, 3) }, () => { truncateSync(file, 20_000) }, () => { rmSync(file) }]) {
    spoil()
    expect(checkGeneration(newest!, key)).not.toBe('whole')
    expect(restore()).toMatchObject({ kind: 'restored', from: before, skipped: [newest?.name] })
    expect(kept()).toBe('maandag')
  }
  flip(path.join(before?.directory ?? '', 'state.db'))
  expect(restore()).toEqual({ kind: 'no-backup', skipped: [newest?.name, before?.name] })
  expect(kept()).toBe('maandag')
})

test('another key opens none of it, and changes none of it', async () => {
  keep('goed')
  await writeBackup(parts(1))
  const other = { directory, key: new Uint8Array(32).fill(4), blobsOf, prepare: () => undefined, now: START + DAY }
  expect(restoreBackup(other)).toMatchObject({ kind: 'no-backup' })
  expect(kept()).toBe('goed')
})

function leave(disk: NonNullable<ReturnType<typeof smallDisk>>, roomKb: number): void {
  const ballast = path.join(disk.directory, 'ballast')
  disk.fill()
  truncateSync(ballast, Math.max(0, statSync(ballast).size - roomKb * 1_024))
}

function orFull<Result>(work: () => Result): Result | 'disk-full' {
  try {
    return work()
  } catch (error) {
    if (isDiskFull(error)) return 'disk-full'
    throw error
  }
}

describe.skipIf(!hasSmallDisks)('on a disk that fills up', () => {
  test('at any of its writes a twin follows or does not, and takes the place of a damaged state or changes nothing', async () => {
    using disk = smallDisk(12)!
    const folder = disk.directory
    keep('oud'.repeat(20_000), folder)
    const database = openDatabase({ file: path.join(folder, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full', folding: 'by-owner' })
    if (database.kind !== 'open') throw new Error(database.kind)
    const twin = await StateTwin.make(folder)
    database.database.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('word', ?)").run(JSON.stringify('nieuw'.repeat(30_000)))
    for (let roomKb = 0, isThere = false; !isThere; roomKb += 64) {
      leave(disk, roomKb)
      isThere = orFull(() => twin.follow()) === 'level'
      disk.empty()
    }
    const left = { state: readFileSync(path.join(folder, 'state.db')), log: readFileSync(path.join(folder, 'state.db-wal')) }
    database.database.close()
    writeFileSync(path.join(folder, 'state.db'), left.state)
    writeFileSync(path.join(folder, 'state.db-wal'), left.log)
    flip(path.join(folder, 'state.db'), 20)
    const spoilt = readFileSync(path.join(folder, 'state.db'))
    for (let roomKb = 0; ; roomKb += 128) {
      leave(disk, roomKb)
      const outcome = mendState({ directory: folder, key, blobsOf: () => [], prepare: () => undefined, now: START })
      disk.empty()
      if (outcome.kind === 'mended') break
      expect(outcome).toEqual({ kind: 'disk-full' })
      expect(readFileSync(path.join(folder, 'state.db')).equals(spoilt)).toBe(true)
    }
    expect(kept(folder)).toHaveLength(150_000)
  })
})

/** A twin of which the folding broke off: its file does not hold by itself, only with its log. */
async function brokenOffTwin(): Promise<void> {
  keep('vol'.repeat(2_000_000))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full', folding: 'by-owner' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database } = opened
  const twin = await StateTwin.make(directory)
  database.prepare("UPDATE setting SET value = ? WHERE name = 'word'").run(JSON.stringify('nieuw'.repeat(1_200_000)))
  expect(twin.follow()).toBe('level')
  database.close()
  // A page that the log has too.
  flip(twin.file)
}

test('killed in the middle of looking into the second copy: the next start leaves nothing of that look behind, and the second copy as it was', async () => {
  // given
  await brokenOffTwin()
  const twin = path.join(directory, 'twin')
  const names = ['log', 'state.db']
  expect(readdirSync(twin).sort()).toEqual(names)
  const before = names.map((name) => readFileSync(path.join(twin, name)))
  const left = () => readdirSync(twin).filter((name) => !names.includes(name))
  const check = path.join(twin, 'state.db.check')
  for (let patience = 0; !existsSync(check) && patience < 20; patience += 1) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'busy-look.ts'), directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    while (!existsSync(check)) await new Promise((resolve) => { setImmediate(resolve) })
    child.kill('SIGKILL')
    await ended
  }
  expect(left()).toContain('state.db.check')
  // when
  clearLeftovers(directory)
  // then
  expect(left()).toEqual([])
  expect(names.map((name) => readFileSync(path.join(twin, name)).equals(before[names.indexOf(name)] ?? Buffer.alloc(0)))).toEqual([true, true])
  expect(checkTwin(directory, key)).toBeNull()
  expect(left()).toEqual([])
})

/** Starts the busy one and kills it some time after it has said a line like this. */
function killAfter(line: string, andMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'busy-backup.ts'), directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  let isDoomed = false
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (isDoomed || !said.includes(line)) return
      isDoomed = true
      setTimeout(() => { child.kill('SIGKILL') }, andMs)
    })
    child.on('close', () => { resolve(said.split('\n')) })
  })
}

test.each(['wrote 1', 'written 1'])('killed some time after it %s: nothing that was kept is lost, and a store that says that it is damaged can be put back', async (line) => {
  const said = await killAfter(line, randomInt(12))
  // In the middle of putting one back the old file may be aside already.
  const isThere = existsSync(path.join(directory, 'state.db'))
  expect(finishRestore(directory)).toBe(isThere ? 'nothing' : 'finished')
  expect(checkLog(path.join(directory, 'state.db-wal'))).not.toBe('damaged')
  const database = open()
  const rounds = said.filter((one) => one.startsWith('written')).length
  expect(listGenerations(directory).map((one) => checkGeneration(one, key))).toEqual(expect.not.arrayContaining(['damaged']))
  expect(database.prepare<[], number>("SELECT count(*) FROM setting WHERE name LIKE 'round-%'").pluck().get()).toBeGreaterThanOrEqual(rounds * 20)
  database.close()
  expect(await writeBackup(parts(300))).toMatchObject({ kind: 'written' })
})
