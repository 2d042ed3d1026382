import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { Database } from '../store/store.ts'
import { entryOf, firstBreak, verifyChain } from './chain.ts'
import { compareWithFiled } from './compare-filed.ts'
import { fileNothingBefore, filedSegments, keepFiled, lastFiled } from './filed.ts'
import { appendEntries } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import { HASHED } from './journal-row.ts'
import { cutSegment } from './segment.ts'
import { createLogKey } from './segment-keys.ts'
import { readFolder } from './verify-segments.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const logKey = createLogKey()
const filing = { signKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'), logKey: logKey.publicKey, sign: (bytes: Uint8Array) => signWith(null, bytes, privateKey) }

const entry = (at: number, person: string): JournalEntry => ({
  class: 'E6', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: 'info@delinde.test', messageId: `${String(at)}@x.test`, patient: '7', detail: { cover: 'g-1' },
  actor: { person, role: 'lid', onBehalfOf: 'Tom Bos', device: 'balie-1', factor: { kind: 'prf', at: 0 }, appVersion: '0.1.0', ruleVersion: 'terms:1' },
})
function fill(db: Database, count: number, person = 'Anja'): void {
  const [first, ...rest] = Array.from({ length: count }, (_, at) => entry(at, person))
  if (first !== undefined) appendEntries(db, [first, ...rest])
}
function file(db: Database): Uint8Array {
  const cut = cutSegment(db, { ...filing, begins: lastFiled(db) === null })
  if (cut === null) throw new Error('nothing to file')
  keepFiled(db, cut, 1)
  return cut.bytes
}

/** A store with twelve entries of which ten are filed in three segments: 1 to 4, 5 to 8, 9 and 10. */
function store(person = 'Anja'): { db: Database; files: Uint8Array[] } {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const files = [4, 4, 2].map((count) => {
    fill(state.database, count, person)
    return file(state.database)
  })
  fill(state.database, 2, person)
  return { db: state.database, files }
}

function folder(files: readonly Uint8Array[]): ReturnType<typeof readFolder> {
  const directory = mkdtempSync(path.join(tmpdir(), 'filed-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  for (const [at, bytes] of files.entries()) writeFileSync(path.join(directory, `${String(at)}.jsonl`), bytes)
  return readFolder(directory)
}
const unlock = (db: Database): void => { db.exec('DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened; DROP TRIGGER filed_segment_stays; DROP TRIGGER filed_segment_is_kept') }

describe('a store beside what was filed of it', () => {
  test('is the same journal, also where the end is not filed yet', () => {
    const { db, files } = store()
    expect(compareWithFiled(db, folder(files).whole, null)).toBeNull()
  })

  test('replaced as a whole, with all that it says of itself: the first segment that differs is named', () => {
    const { files, db: mine } = store()
    const { whole } = folder(files)
    const other = store('Iemand')
    // Both hold by themselves.
    expect(verifyChain(other.db, filedSegments(other.db)).breaks).toEqual([])
    const [device = ''] = new Set(whole.map((one) => one.device))
    expect(compareWithFiled(other.db, whole, device)).toMatchObject({ kind: 'not-as-filed', sequence: 1, to: 4, file: '0.jsonl' })
    expect(compareWithFiled(mine, whole, device)).toBeNull()
  })

  test('put back to how it once was, its own notes of filing too: the first entry that it lacks is named', () => {
    const { db, files } = store()
    const { whole } = folder(files)
    unlock(db)
    db.exec("DELETE FROM journal WHERE sequence > 6; DELETE FROM filed_segment WHERE first > 4; UPDATE sqlite_sequence SET seq = 6 WHERE name = 'journal'")
    expect(verifyChain(db, filedSegments(db)).breaks).toEqual([])
    expect(compareWithFiled(db, whole, whole[0]?.device ?? null)).toMatchObject({ kind: 'gap', sequence: 7, to: 8, file: '1.jsonl' })
  })

  test('a folder that lost its last segment, which it cannot know itself', () => {
    const { db, files } = store()
    const found = folder(files.slice(0, 2))
    expect(found.report.well).toBe(true)
    expect(compareWithFiled(db, found.whole, null)).toMatchObject({ kind: 'gap', sequence: 9, to: 10, file: '' })
    // Nothing of it at all.
    expect(compareWithFiled(db, folder([]).whole, null)).toMatchObject({ kind: 'gap', sequence: 1, file: '' })
    // What waits for a line is not lacking.
    const last = filedSegments(db).at(-1)
    db.prepare('INSERT INTO segment_outgoing (hash, bytes) VALUES (?, ?)').run(last?.hash, files[2])
    expect(compareWithFiled(db, found.whole, null)).toBeNull()
  })

  test('what was filed with a practice that it left is not looked for', () => {
    const { db } = store()
    fileNothingBefore(db)
    fill(db, 3)
    const cut = cutSegment(db, { ...filing, begins: true })
    keepFiled(db, cut!, 2)
    expect(compareWithFiled(db, folder([cut!.bytes]).whole, null)).toBeNull()
  })

  test('a segment whose first line is lost is named by the entry that it began with', () => {
    const { files } = store()
    const broken = Buffer.from(files[1]!)
    broken[0] = 0x7c
    expect(folder([files[0]!, broken, files[2]!]).report).toMatchObject({ well: false, strange: [{ file: '1.jsonl', kind: 'not-a-segment', sequence: 5 }] })
  })
})

describe('a store whose journal somebody with its key wrote in', () => {
  const others: Readonly<Record<string, string | number>> = { sequence: 99, at: 77, offset_minutes: 61, factor_at: 5 }
  const columns = fc.constantFrom(...HASHED, 'previous', 'hash')
  let state: ReturnType<typeof stateDatabase>
  beforeAll(() => {
    state = stateDatabase()
    fill(state.database, 12)
    unlock(state.database)
  })
  afterAll(() => { state[Symbol.dispose]() })

  /** The entry that is named once this was done, which then was never done. */
  function firstAfter(write: (db: Database) => void): number | null {
    const { database: db } = state
    db.exec('SAVEPOINT before')
    try {
      write(db)
      const first = firstBreak(verifyChain(db))
      return first === null ? null : entryOf(first)
    } finally {
      db.exec('ROLLBACK TO before; RELEASE before')
    }
  }

  test('any column of any entry: the entry is named', () => {
    fc.assert(fc.property(columns, fc.integer({ min: 1, max: 12 }), (column, sequence) => {
      const value = others[column] ?? (column === 'previous' || column === 'hash' ? Buffer.alloc(32, 7) : column === 'outcome' ? 'failed' : column === 'detail' ? '{}' : 'iets')
      expect(firstAfter((db) => db.prepare(`UPDATE journal SET ${column} = ? WHERE sequence = ?`).run(value, sequence))).toBe(sequence)
    }), { numRuns: 60 })
  })

  test('entries gone from the head, the middle or the end, and two that changed places: the first is named', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), (one, other, swaps) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      fc.pre(!swaps || from !== to)
      const numbers = (before: number, after: number): string => `UPDATE journal SET sequence = ${String(after)} WHERE sequence = ${String(before)};`
      expect(firstAfter((db) => db.exec(swaps ? numbers(from, 100) + numbers(to, from) + numbers(100, to) : `DELETE FROM journal WHERE sequence BETWEEN ${String(from)} AND ${String(to)}`))).toBe(from)
    }), { numRuns: 60 })
  })
})
