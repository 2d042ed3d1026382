import { randomBytes } from 'node:crypto'
import { appendFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { SEGMENT_BYTES } from '../../shared/limits.ts'
import { checkBox } from '../../../test/mailbox/check-box.ts'
import { Box, cacheKey, minute, segmentKey } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { cacheMigrations, openDatabase } from '../store/store.ts'
import { Segments } from './segments.ts'

const files = (box: Box): string[] => readdirSync(path.join(box.directory, 'segments')).sort()
const sizeOf = (box: Box, name: string): number => statSync(path.join(box.directory, 'segments', name)).size

const big = (uid: number, megabytes: number) =>
  ({ uid, flags: [], receivedAt: minute(uid), raw: Buffer.concat([sampleMail({ subject: `Groot ${uid}` }), randomBytes(megabytes * 1_048_576)]) })

test('the tail that a crash left is cut, and the next message stands in its place', () => {
  using box = new Box()
  box.add(1)
  box.close()
  const [file] = files(box)
  appendFileSync(path.join(box.directory, 'segments', file!), 'half a record')
  box.reopen()
  box.add(2)
  box.close()
  checkBox(box.directory)
  box.reopen()
})

test('a file that no row knows is removed', () => {
  using box = new Box()
  box.add(1)
  box.close()
  writeFileSync(path.join(box.directory, 'segments', '00000099.mail'), 'unfinished')
  writeFileSync(path.join(box.directory, 'segments', 'leesmij.txt'), 'not ours')
  box.reopen()
  expect(files(box)).toEqual(['00000001.mail', 'leesmij.txt'])
})

test('segments are of bounded size, and a batch may span two', () => {
  using box = new Box()
  const half = Math.ceil(SEGMENT_BYTES / 1_048_576 / 2) + 1
  box.writer.addMessages(box.inbox, [big(1, half), big(2, half), big(3, 1)])
  expect(files(box)).toEqual(['00000001.mail', '00000002.mail'])
  box.close()
  checkBox(box.directory)
  box.reopen()
  expect(box.reader.storedBytes()).toBeGreaterThan(2 * half * 1_048_576)
})

test('what is mostly dead is rewritten and its room comes free; the rest reads as before', () => {
  using box = new Box()
  for (let uid = 1; uid <= 10; uid++) box.add(uid, { subject: `Nr ${uid}`, text: randomBytes(10_000).toString('hex') })
  expect(box.writer.compactSegments()).toBe(0)
  box.writer.expunge(box.inbox, [1, 2, 3, 5, 6, 7, 9])
  const before = sizeOf(box, '00000001.mail')
  box.notices.length = 0
  expect(box.writer.compactSegments()).toBeGreaterThan(before / 2)
  expect(box.notices).toEqual([['status']])
  expect(files(box)).toEqual(['00000002.mail'])
  expect(box.reader.rows(box.inbox, { offset: 0, limit: 9 })?.rows.map(({ id }) => box.reader.raw(id).kind)).toEqual(['raw', 'raw', 'raw'])
  box.close()
  checkBox(box.directory)
  box.reopen()
  expect(box.reader.raw(box.add(11)).kind).toBe('raw')
})

test('a record that does not open when its segment is rewritten is to be fetched again', () => {
  using box = new Box()
  const ids = [1, 2, 3, 4].map((uid) => box.add(uid, { text: 'x'.repeat(1_000) }))
  const file = path.join(box.directory, 'segments', '00000001.mail')
  box.writer.expunge(box.inbox, [1, 2, 3])
  const handle = Buffer.alloc(statSync(file).size, 1)
  writeFileSync(file, handle)
  box.writer.compactSegments()
  expect(box.reader.raw(ids[3]!)).toEqual({ kind: 'missing' })
  expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([4])
})

test('a transaction that fails takes its raw mail back', () => {
  using box = new Box()
  box.add(1)
  box.close()
  const outcome = openDatabase({ file: path.join(box.directory, 'cache.db'), key: cacheKey, migrations: cacheMigrations, mode: 'write', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  const segments = new Segments({ database: outcome.database, directory: box.directory, segmentKey })
  const before = sizeOf(box, '00000001.mail')
  expect(() => segments.commitWith([sampleMail(), sampleMail()], () => { throw new Error('mistake') })).toThrow('mistake')
  expect(sizeOf(box, '00000001.mail')).toBe(before)
  segments.close()
  outcome.database.close()
  box.reopen()
  expect(box.reader.raw(box.add(2)).kind).toBe('raw')
})
