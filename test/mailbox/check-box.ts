import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { SEGMENT_HEADER_BYTES } from '../../src/main/mailbox/segment-format.ts'
import { SegmentReader } from '../../src/main/mailbox/segment-files.ts'
import { cacheMigrations, openDatabase } from '../../src/main/store/store.ts'
import type { Database } from '../../src/main/store/store.ts'
import { cacheKey, segmentKey } from './open-box.ts'

interface Pending {
  readonly kind: 'seen' | 'flagged' | 'answered' | 'forwarded' | 'move' | 'destroy'
  readonly value: number | null
}

const BITS = { seen: 1, flagged: 2, answered: 4, forwarded: 8 } as const

/** Holds a mailbox against its own promises: pages, counts, index, what is shown, and each byte of raw mail. */
export function checkBox(directory: string): void {
  const outcome = openDatabase({ file: path.join(directory, 'cache.db'), key: cacheKey, migrations: cacheMigrations, mode: 'write', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  const { database } = outcome
  try {
    checkPages(database)
    checkCounts(database)
    checkIndex(database)
    checkShown(database)
    checkSegments(database, directory)
  } finally {
    database.close()
  }
}

const all = <Row>(database: Database, sql: string): Row[] => database.prepare<[], Row>(sql).all()

function checkPages(database: Database): void {
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
}

function checkCounts(database: Database): void {
  expect(all(database, 'SELECT id, total, unread FROM folder ORDER BY id')).toEqual(all(database, `
    SELECT f.id, count(m.id) AS total, count(m.id) FILTER (WHERE m.flags & 1 = 0) AS unread
    FROM folder f LEFT JOIN message m ON m.folder_id = f.id GROUP BY f.id ORDER BY f.id`))
}

function checkIndex(database: Database): void {
  database.exec("INSERT INTO message_index (message_index) VALUES ('integrity-check')")
  expect(all(database, 'SELECT id FROM message_index_docsize ORDER BY id')).toEqual(all(database, 'SELECT id FROM message ORDER BY id'))
}

function checkShown(database: Database): void {
  const pendingOf = database.prepare<[number], Pending>('SELECT kind, value FROM pending_change WHERE message_id = ? ORDER BY seq')
  type Shown = { id: number; folder: number | null; flags: number; home: number | null; homeFlags: number; uid: number | null }
  for (const row of all<Shown>(database, 'SELECT id, folder_id AS folder, flags, home_id AS home, home_flags AS homeFlags, uid FROM message')) {
    const pending = pendingOf.all(row.id)
    let [folder, flags] = [row.home, row.homeFlags]
    for (const { kind, value } of pending) {
      if (kind === 'move') folder = value
      else if (kind === 'destroy') folder = null
      else flags = value === 1 ? flags | BITS[kind] : flags & ~BITS[kind]
    }
    expect({ folder: row.folder, flags: row.flags }).toEqual({ folder, flags })
    expect(row.home !== null || pending.length > 0).toBe(true)
  }
}

function checkSegments(database: Database, directory: string): void {
  const reader = new SegmentReader(directory, segmentKey)
  const segments = all<{ id: number; known: number; dead: number; live: number }>(database, `
    SELECT s.id, s.known, s.dead, ifnull(sum(r.length), 0) AS live FROM segment s LEFT JOIN record r ON r.segment_id = s.id GROUP BY s.id`)
  const files = readdirSync(path.join(directory, 'segments')).map((name) => statSync(path.join(directory, 'segments', name)).size)
  for (const { known, dead, live } of segments) expect(known).toBe(SEGMENT_HEADER_BYTES + dead + live)
  // A segment that was begun and holds nothing yet has no row.
  expect(files.filter((size) => size > SEGMENT_HEADER_BYTES).sort()).toEqual(segments.map(({ known }) => known).filter((size) => size > SEGMENT_HEADER_BYTES).sort())
  const missing = all<{ id: number }>(database, 'SELECT id FROM message EXCEPT SELECT message_id FROM record EXCEPT SELECT message_id FROM lost_record')
  expect(missing).toEqual([])
  for (const record of all<{ segmentId: number; start: number; length: number }>(database, 'SELECT segment_id AS segmentId, start, length FROM record')) {
    expect(reader.read(record).kind).toBe('raw')
  }
  reader.close()
}
