import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Box, cacheKey, segmentKey } from '../../../test/mailbox/open-box.ts'
import { openMailCheck } from './check-mail.ts'
import type { MailFault } from './check-mail.ts'

function check(box: Box): { messages: number; faults: MailFault[]; awaited: number; tables: string[] } {
  const opened = openMailCheck({ directory: box.directory, cacheKey, segmentKey })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  using looking = opened.check
  const tables = [...looking.pages()].flatMap((fault) => (fault === null ? [] : [fault.table]))
  const looked = [...looking.messages()]
  return {
    tables, messages: looked.reduce((sum, { messages }) => sum + messages, 0), awaited: looked.reduce((sum, { awaited }) => sum + awaited, 0),
    faults: looked.flatMap(({ faults }) => faults),
  }
}

const segmentIn = (box: Box): string => path.join(box.directory, 'segments', readdirSync(path.join(box.directory, 'segments'))[0] ?? '')

test('a copy that is whole says so, and what is damaged in it is named by its message until it was fetched again', () => {
  // given
  using box = new Box()
  const ids = [1, 2, 3].map((uid) => box.add(uid, { subject: `Bericht ${uid}`, text: 'woord '.repeat(200) }))
  expect(check(box)).toEqual({ tables: [], messages: 3, faults: [], awaited: 0 })
  // when
  const file = segmentIn(box)
  const bytes = readFileSync(file)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(file, bytes)
  // then
  const damaged = check(box)
  expect(damaged).toMatchObject({ tables: [], messages: 3, faults: [{ messageId: ids[1], because: 'damaged', file: 'segments/00000001.mail' }] })
  box.writer.fetchAgain(damaged.faults.map(({ messageId }) => messageId))
  expect(check(box)).toMatchObject({ faults: [], awaited: 1 })
  expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([2])
  box.add(2, { subject: 'Bericht 2', text: 'woord '.repeat(200) })
  expect(check(box)).toMatchObject({ faults: [], awaited: 0 })
})

test('a file that is gone or cut off names every message that was in it', () => {
  using box = new Box()
  for (const uid of [1, 2, 3]) box.add(uid, { subject: `Bericht ${uid}` })
  truncateSync(segmentIn(box), 100)
  expect(check(box).faults.map(({ because }) => because)).toEqual(['damaged', 'damaged', 'damaged'])
  rmSync(segmentIn(box))
  expect(check(box).faults.map(({ because }) => because)).toEqual(['missing', 'missing', 'missing'])
})
