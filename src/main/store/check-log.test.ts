import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkLog } from './check-log.ts'
import { openDatabase, step } from './store.ts'

const key = new Uint8Array(32).fill(7)
const migrations = [step(0, 10, (database) => { database.exec('CREATE TABLE t (x TEXT) STRICT') })]

const open = (file: string) => {
  const outcome = openDatabase({ file, key, migrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

/** A database as a killed program leaves it: three changes in its log, of which the middle one has two pages. */
function killed(): { file: string; log: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'log-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const [used, file] = [path.join(directory, 'used.db'), path.join(directory, 'left.db')]
  const database = open(used)
  for (const text of ['een', 'twee'.repeat(5_000), 'drie']) database.prepare('INSERT INTO t VALUES (?)').run(text)
  copyFileSync(used, file)
  copyFileSync(`${used}-wal`, `${file}-wal`)
  database.close()
  return { file, log: `${file}-wal` }
}

function rowsOf(file: string): number | string {
  const outcome = openDatabase({ file, key, migrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') return outcome.kind
  try {
    return outcome.database.prepare<[], number>('SELECT count(*) FROM t').pluck().get() ?? -1
  } finally {
    outcome.database.close()
  }
}

test('what a killed program leaves is whole, and so is none', () => {
  const { file, log } = killed()
  expect(checkLog(log)).toBe('whole')
  expect(checkLog(`${file}-none`)).toBe('empty')
  expect(rowsOf(file)).toBe(3)
})

test('a log that was begun anew over a longer one is whole', () => {
  // given
  const directory = mkdtempSync(path.join(tmpdir(), 'log-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const file = path.join(directory, 'a.db')
  const database = open(file)
  onTestFinished(() => { database.close() })
  for (let at = 0; at < 8; at++) database.prepare('INSERT INTO t VALUES (?)').run('woord'.repeat(4_000))
  // when
  database.pragma('wal_checkpoint(RESTART)')
  database.prepare('INSERT INTO t VALUES (?)').run('kort')
  // then
  expect(checkLog(`${file}-wal`)).toBe('whole')
})

describe('a changed byte', () => {
  test('anywhere in it is named, or all rows are read as they were', () => {
    const { file, log } = killed()
    const [database, whole] = [readFileSync(file), readFileSync(log)]
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ change
      writeFileSync(file, database)
      writeFileSync(log, bytes)
      rmSync(`${file}-shm`, { force: true })
      const condition = checkLog(log)
      if (condition === 'whole') expect(rowsOf(file)).toBe(3)
    }), { numRuns: 60 })
  })

  test.each([['the header', 3], ['the first change', 32 + 24 + 100], ['the salt of the first change', 32 + 9]])('in %s, with changes after it, is damage', (_, at) => {
    const { log } = killed()
    const bytes = readFileSync(log)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(log, bytes)
    expect(checkLog(log)).toBe('damaged')
  })

  test('in the last change, or an end that is not there, cannot be told from a power cut', () => {
    const { log } = killed()
    const bytes = readFileSync(log)
    writeFileSync(log, bytes.subarray(0, bytes.length - 9))
    expect(checkLog(log)).toBe('unfinished')
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1
    writeFileSync(log, bytes)
    expect(checkLog(log)).toBe('unfinished')
  })
})
