import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { foldLog, inTransaction, isDamaged, openDatabase, step } from './store.ts'
import type { Database, OpenOptions } from './store.ts'

const SECRET = 'Uitslag van mevrouw Janssen'
const notes = step(0, 10, (database) => database.exec('CREATE TABLE note (text TEXT NOT NULL)'))
const key = new Uint8Array(32).fill(7)

let folder: string
let options: OpenOptions
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'store-'))
  options = { file: path.join(folder, 'state.db'), key, migrations: [notes], mode: 'write', durability: 'full' }
})
afterEach(() => rmSync(folder, { recursive: true }))

function open(change: Partial<OpenOptions> = {}): Database {
  const outcome = openDatabase({ ...options, ...change })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

function writeNote(): void {
  const database = open()
  database.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET)
  database.close()
}

const everyFile = (): Map<string, Buffer> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))]))

/** The state that a power cut leaves: the last transactions are in the log only. */
function copyWhileOpen(database: Database): string {
  const copy = path.join(folder, 'copy.db')
  for (const end of ['', '-wal']) copyFileSync(options.file + end, copy + end)
  database.close()
  return copy
}

describe('a new database', () => {
  test('keeps what was written', () => {
    writeNote()
    const database = open()
    expect(database.prepare('SELECT text FROM note').pluck().get()).toBe(SECRET)
    database.close()
  })

  test('has nothing readable in any file, log included', () => {
    const database = open()
    database.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET)
    const files = everyFile()
    expect([...files.keys()]).toContain('state.db-wal')
    for (const bytes of files.values()) {
      expect(bytes.includes('Janssen')).toBe(false)
      expect(bytes.includes('SQLite format 3')).toBe(false)
      expect(bytes.includes('CREATE TABLE')).toBe(false)
    }
    database.close()
  })

  test.each([['full', 2], ['normal', 1]] as const)('durability %s is what SQLite runs with', (durability, synchronous) => {
    const database = open({ durability })
    expect(database.pragma('synchronous', { simple: true })).toBe(synchronous)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(database.pragma('page_size', { simple: true })).toBe(16_384)
    expect(database.pragma('temp_store', { simple: true })).toBe(2)
    database.close()
  })

  test('leaves no unfinished file behind when its schema fails', () => {
    const broken = step(0, 10, () => { throw new Error('mistake') })
    expect(() => openDatabase({ ...options, migrations: [broken] })).toThrow('mistake')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('what is not as it should be has a name, and stays untouched', () => {
  const untouched = (change: Partial<OpenOptions> = {}) => {
    const before = everyFile()
    const outcome = openDatabase({ ...options, ...change })
    const main = path.basename(change.file ?? options.file)
    expect(everyFile().get(main)).toEqual(before.get(main))
    expect(everyFile().get(`${main}-wal`) ?? Buffer.alloc(0)).toEqual(before.get(`${main}-wal`) ?? Buffer.alloc(0))
    return outcome
  }

  test('another key', () => {
    writeNote()
    expect(untouched({ key: new Uint8Array(32).fill(8) })).toEqual({ kind: 'wrong-key' })
  })

  test('another key, when the last transactions are still in the log', () => {
    const database = open()
    database.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET)
    const file = copyWhileOpen(database)
    expect(untouched({ file, key: new Uint8Array(32).fill(8) })).toEqual({ kind: 'wrong-key' })
    const again = open({ file })
    expect(again.prepare('SELECT text FROM note').pluck().all()).toEqual([SECRET])
    again.close()
  })

  test('any byte of the part in clear', () => {
    writeNote()
    const good = readFileSync(options.file)
    for (let at = 0; at < 24; at++) {
      const bad = Buffer.from(good)
      bad[at]! ^= 0x10
      writeFileSync(options.file, bad)
      expect(untouched()).toEqual({ kind: 'damaged-file', because: 'header' })
    }
  })

  test('a byte of the first page', () => {
    writeNote()
    const bytes = readFileSync(options.file)
    bytes[5000]! ^= 1
    writeFileSync(options.file, bytes)
    expect(untouched()).toEqual({ kind: 'damaged-file', because: 'pages' })
  })

  test('a byte of any page, at the latest when it is read', () => {
    const database = open()
    for (let index = 0; index < 60; index++) database.prepare<[string]>('INSERT INTO note VALUES (?)').run(`${SECRET} ${'x'.repeat(3_000)}`)
    database.close()
    const good = readFileSync(options.file)
    expect(good.length).toBeGreaterThan(8 * 16_384)
    for (let at = 16_384 + 77; at < good.length; at += 16_384) {
      const bad = Buffer.from(good)
      bad[at]! ^= 1
      writeFileSync(options.file, bad)
      const damaged = open()
      const read = (): unknown => {
        try {
          return damaged.prepare('SELECT count(*) FROM note WHERE text LIKE ?').pluck().get('%Janssen%')
        } catch (error) {
          return isDamaged(error)
        }
      }
      expect(read()).toBe(true)
      damaged.close()
    }
  })

  test('a file cut short', () => {
    writeNote()
    writeFileSync(options.file, readFileSync(options.file).subarray(0, 1000))
    expect(untouched()).toEqual({ kind: 'damaged-file', because: 'pages' })
  })

  test('a database that is not encrypted', () => {
    writeFileSync(options.file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]))
    expect(untouched()).toEqual({ kind: 'damaged-file', because: 'not-encrypted' })
  })

  test('an empty file', () => {
    writeFileSync(options.file, '')
    expect(untouched()).toEqual({ kind: 'damaged-file', because: 'empty' })
  })

  test('a log without its database: it may hold the only copy', () => {
    writeFileSync(`${options.file}-wal`, 'something')
    expect(untouched()).toEqual({ kind: 'damaged-file', because: 'empty' })
    expect(existsSync(options.file)).toBe(false)
  })

  test('a schema from a newer version of the program', () => {
    const database = open({ migrations: [notes, step(10, 20, (newer) => newer.exec('CREATE TABLE more (x)'))] })
    database.close()
    expect(untouched()).toEqual({ kind: 'newer-schema', found: 20, known: 10 })
  })
})

describe('a reader', () => {
  test('sees what the writer commits and can change nothing', () => {
    const writer = open()
    const reader = open({ mode: 'read' })
    inTransaction(writer, () => writer.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET))
    expect(reader.prepare('SELECT text FROM note').pluck().all()).toEqual([SECRET])
    expect(() => reader.exec('DELETE FROM note')).toThrow('readonly')
    reader.close()
    writer.close()
  })

  test('does not keep the log from being folded in', () => {
    const writer = open()
    const reader = open({ mode: 'read' })
    writer.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET)
    foldLog(writer)
    expect(everyFile().get('state.db-wal')).toHaveLength(0)
    expect(reader.prepare('SELECT text FROM note').pluck().all()).toEqual([SECRET])
    const reading = reader.prepare('SELECT text FROM note').iterate()
    reading.next()
    writer.prepare<[string]>('INSERT INTO note VALUES (?)').run(SECRET)
    foldLog(writer)
    reading.return?.()
    writer.close()
    reader.close()
  })

  test('does not make a database', () => {
    expect(() => openDatabase({ ...options, mode: 'read' })).toThrow('a reader cannot make the database')
    expect(readdirSync(folder)).toEqual([])
  })
})

test('a key of another length is a mistake in the source', () => {
  expect(() => openDatabase({ ...options, key: new Uint8Array(16) })).toThrow('32 bytes')
})
