import { describe, expect, test } from 'vitest'
import { Box, cacheKey, minute, segmentKey } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { cacheMigrations, openDatabase } from '../store/store.ts'
import { openMailboxReader } from './mailbox.ts'

describe('a list', () => {
  const filled = (count: number): Box => {
    const box = new Box()
    box.writer.addMessages(box.inbox, Array.from({ length: count }, (_, index) => ({
      uid: index + 1, flags: index % 2 === 0 ? [] : ['\\Seen'], receivedAt: minute(index), raw: sampleMail({ subject: `Nr ${index}` }),
    })))
    return box
  }
  const numbers = (box: Box, offset: number, limit: number): number[] =>
    box.reader.rows(box.inbox, { offset, limit })?.rows.map(({ subject }) => Number(subject.slice(3))) ?? []

  test('windows anywhere fit together, newest first', () => {
    using box = filled(101)
    const all = Array.from({ length: 101 }, (_, index) => 100 - index)
    expect(numbers(box, 0, 200)).toEqual(all)
    for (const [offset, limit] of [[0, 1], [0, 50], [49, 3], [50, 1], [51, 2], [60, 30], [95, 10], [100, 5], [101, 5], [500, 5]] as const) {
      expect(numbers(box, offset, limit)).toEqual(all.slice(offset, offset + limit))
    }
  })

  test('gives what was not answered since a moment, however far back, and its rows', () => {
    using box = filled(300)
    const subjects = (since: number, limit: number): number[] => box.reader.rowsOf(box.reader.unanswered(box.inbox, { since, limit })).map(({ subject }) => Number(subject.slice(3)))
    expect(subjects(minute(297), 9)).toEqual([299, 298, 297])
    expect(subjects(0, 1_000)).toHaveLength(300)
    box.add(9_999, { subject: 'Nr 999' }, { flags: ['\\Answered'] })
    expect(subjects(0, 2)).not.toContain(999)
    expect(box.reader.unanswered(box.archive, { since: 0, limit: 9 })).toEqual([])
  })

  test('tells where a message stands', () => {
    using box = filled(30)
    const [, , third] = box.reader.rows(box.inbox, { offset: 0, limit: 3 })!.rows
    expect(box.reader.position(box.inbox, third!.id)).toBe(2)
    expect(box.reader.position(box.archive, third!.id)).toBeNull()
    expect(box.reader.position(box.inbox, 1)).toBeNull()
  })

  test('has all that a row shows', () => {
    using box = new Box()
    const id = box.add(3, {
      subject: 'Uitslag', from: '"Vries, A. de" <anja@delinde.test>', text: 'De bloeduitslag is binnen.',
      attachment: { name: 'uitslag.pdf', bytes: Buffer.from('pdf') },
    }, { flags: ['\\Answered', '$Forwarded'] })
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 1 })).toEqual({
      total: 1,
      rows: [{
        id, folderId: box.inbox, accountId: 'praktijk', from: { name: 'Vries, A. de', address: 'anja@delinde.test' },
        to: [{ name: 'Bas Jansen', address: 'bas@delinde.test' }], subject: 'Uitslag', receivedAt: minute(3), snippet: 'De bloeduitslag is binnen.',
        seen: false, flagged: false, answered: true, forwarded: true, hasAttachments: true, sizeBytes: box.reader.header(id)?.sizeBytes,
        conversationSize: 1, verdict: 'pending',
      }],
    })
    expect(box.reader.header(id)).toMatchObject({
      folderId: box.inbox, accountId: 'praktijk', to: [{ address: 'bas@delinde.test' }], cc: [], sentAt: Date.UTC(2026, 2, 2, 9), answered: true, seen: false,
    })
  })
})

test('tells where the server has a message, once the server has numbered its folder', () => {
  using box = new Box()
  const id = box.add(7)
  expect(box.reader.place(id)).toBeNull()
  box.writer.saveFolderState(box.inbox, { uidValidity: 33 })
  box.writer.applyMove('taak', [id], box.archive)
  expect(box.reader.place(id)).toEqual({ path: 'INBOX', uidValidity: 33, uid: 7 })
  box.writer.settle('taak')
  expect(box.reader.place(id)).toBeNull()
})

test('every question of a list is answered from an index', () => {
  using box = new Box()
  const outcome = openDatabase({ file: `${box.directory}/cache.db`, key: cacheKey, migrations: cacheMigrations, mode: 'read', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  const plan = (sql: string): string => outcome.database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => detail).join('; ')
  expect(plan('SELECT id FROM message WHERE folder_id = 1 ORDER BY id DESC LIMIT 50 OFFSET 9')).toBe('SEARCH message USING COVERING INDEX message_shown (folder_id=?)')
  expect(plan('SELECT count(*) FROM message WHERE folder_id = 1 AND id > 5')).toBe('SEARCH message USING COVERING INDEX message_shown (folder_id=? AND rowid>?)')
  expect(plan('SELECT count(*) FROM message c WHERE c.thread_id = 1 AND c.folder_id = 2')).toBe('SEARCH c USING COVERING INDEX message_thread (thread_id=? AND folder_id=?)')
  expect(plan('SELECT m.id FROM message m WHERE m.folder_id = 1 AND m.flags & 1 = 0 ORDER BY m.id DESC LIMIT 9')).toContain('message_unread (folder_id=?)')
  expect(plan('SELECT uid FROM message WHERE home_id = 1 AND uid IS NOT NULL ORDER BY uid')).toContain('COVERING INDEX message_home')
  outcome.database.close()
})

test('a reader beside the writer sees whole transactions only', () => {
  using box = new Box()
  box.writer.addMessages(box.inbox, [1, 2, 3].map((uid) => ({ uid, flags: [], receivedAt: minute(uid), raw: sampleMail() })))
  expect(box.reader.rows(box.inbox, { offset: 0, limit: 9 })).toMatchObject({ total: 3, rows: [{}, {}, {}] })
})

test('a reader makes the database at a first start, and tells a wrong key', () => {
  using box = new Box()
  const directory = `${box.directory}/nieuw`
  const first = openMailboxReader({ directory, cacheKey, segmentKey })
  expect(first.kind === 'open' && first.reader.folders()).toEqual([])
  if (first.kind === 'open') first.reader.close()
  expect(openMailboxReader({ directory, cacheKey: segmentKey, segmentKey })).toEqual({ kind: 'wrong-key' })
})
