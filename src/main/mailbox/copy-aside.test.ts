import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Box, cacheKey, openReader, openWriter, segmentKey } from '../../../test/mailbox/open-box.ts'
import { copiesAside, openMailboxReader, openMailboxWriter, removeCopiesAside, setCopyAside } from './mailbox.ts'

test('a damaged copy is told by name, moved aside whole, and a new one begins', () => {
  using box = new Box()
  box.add(1, { subject: 'Oud' })
  box.close()
  const file = path.join(box.directory, 'cache.db')
  const good = readFileSync(file)
  const bad = Buffer.from(good)
  bad[5_000]! ^= 1
  writeFileSync(file, bad)
  const keys = { directory: box.directory, cacheKey, segmentKey }
  expect(openMailboxWriter({ ...keys, onChanged: () => undefined })).toEqual({ kind: 'damaged-file', because: 'pages' })
  expect(openMailboxReader(keys)).toEqual({ kind: 'damaged-file', because: 'pages' })
  const aside = setCopyAside(box.directory, Date.UTC(2026, 2, 2))
  expect(aside).toBe(path.join(box.directory, 'aside-2026-03-02T000000.000Z'))
  box.reopen()
  expect(box.reader.folders()).toEqual([])
  writeFileSync(path.join(aside!, 'cache.db'), good)
  using writer = openWriter(aside!)
  using reader = openReader(aside!)
  expect(reader.raw(reader.rows(box.inbox, { offset: 0, limit: 1 })!.rows[0]!.id).kind).toBe('raw')
  expect([...writer.knownUids(box.inbox)]).toEqual([1])
})

test('where there is none nothing is moved', () => {
  using box = new Box()
  expect(setCopyAside(path.join(box.directory, 'leeg'), 0)).toBeNull()
})

test('only copies that were set aside are let go of', async () => {
  using box = new Box()
  box.add(1)
  box.close()
  const aside = setCopyAside(box.directory, Date.UTC(2026, 2, 2))
  mkdirSync(path.join(box.directory, 'aside-van-mij'))
  writeFileSync(path.join(box.directory, 'state.db'), 'x')
  expect(copiesAside(box.directory)).toEqual([aside])
  await removeCopiesAside(box.directory)
  expect(copiesAside(box.directory)).toEqual([])
  expect(readdirSync(box.directory).sort()).toEqual(['aside-van-mij', 'state.db'])
  box.reopen()
})
