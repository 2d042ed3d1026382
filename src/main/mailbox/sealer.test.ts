import { randomBytes } from 'node:crypto'
import { appendFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { SEGMENT_BYTES } from '../../shared/limits.ts'
import { checkBox } from '../../../test/mailbox/check-box.ts'
import { Box, minute } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { Sealer } from './sealer.ts'

const files = (box: Box): string[] => readdirSync(path.join(box.directory, 'segments')).sort()
const newcomer = (uid: number, raw: Buffer = sampleMail({ subject: `Verzegeld ${uid}`, text: `woordje${uid} in de tekst` })) =>
  ({ uid, flags: ['\\Seen'], receivedAt: minute(uid), raw })

test('what another thread sealed comes in as if it had been added here: shown, found, read back byte for byte', async () => {
  // given
  using box = new Box()
  box.add(1)
  const start = box.writer.startSealer()
  const sealer = new Sealer(start)
  const [two, three] = [newcomer(2), newcomer(3)]
  // when
  const sealed = [sealer.seal(two), sealer.seal(three)]
  const extents = await sealer.sync()
  expect(box.writer.addSealed(box.inbox, structuredClone(sealed), extents)).toEqual({ added: 2 })
  box.add(4)
  sealer.close()
  box.writer.endSealer(start)
  // then
  expect(box.found('woordje2')).toEqual(['Verzegeld 2'])
  const outcome = box.reader.raw(box.idOf(box.inbox, 3))
  expect(outcome.kind === 'raw' && three.raw.equals(outcome.raw)).toBe(true)
  expect(box.writer.flagsOf(box.inbox).get(2)).toEqual(['\\Seen'])
  expect([...box.writer.knownUids(box.inbox)]).toEqual([1, 2, 3, 4])
  expect(box.notices.at(-1)).toContain('messages')
  box.close()
  checkBox(box.directory)
  box.reopen()
  expect(box.reader.raw(box.idOf(box.inbox, 2)).kind).toBe('raw')
})

test('a message that is there already takes its flags as news, and its second copy counts as dead', async () => {
  // given
  using box = new Box()
  const raw = sampleMail({ subject: 'Al hier', text: randomBytes(4_500).toString('hex') })
  box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw }])
  const start = box.writer.startSealer()
  const sealer = new Sealer(start)
  // when
  expect(box.writer.addSealed(box.inbox, [sealer.seal(newcomer(1, raw))], await sealer.sync())).toEqual({ added: 0 })
  sealer.close()
  // then: rewriting waits until nobody writes to it
  expect(box.writer.flagsOf(box.inbox).get(1)).toEqual(['\\Seen'])
  expect(box.writer.compactSegments()).toBe(0)
  box.writer.endSealer(start)
  expect(box.writer.compactSegments()).toBeGreaterThan(4_000)
  expect(box.reader.raw(box.idOf(box.inbox, 1)).kind).toBe('raw')
})

test('what was found damaged is whole again with the bytes that were sealed anew', async () => {
  using box = new Box()
  const raw = sampleMail({ subject: 'Weer heel' })
  box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw }])
  box.writer.fetchAgain([box.idOf(box.inbox, 1)])
  expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([1])
  const sealer = new Sealer(box.writer.startSealer())
  box.writer.addSealed(box.inbox, [sealer.seal(newcomer(1, raw))], await sealer.sync())
  sealer.close()
  expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([])
  expect(box.reader.raw(box.idOf(box.inbox, 1)).kind).toBe('raw')
})

test('for a folder that is gone meanwhile nothing is added, and the room comes free', async () => {
  using box = new Box()
  const start = box.writer.startSealer()
  const sealer = new Sealer(start)
  expect(box.writer.addSealed(999, [sealer.seal(newcomer(1))], await sealer.sync())).toEqual({ added: 0 })
  sealer.close()
  box.writer.endSealer(start)
  expect(box.writer.compactSegments()).toBeGreaterThan(0)
  expect(files(box)).toEqual([])
})

test('a crash leaves nothing: a segment without rows goes, an end without rows is cut', async () => {
  // given
  using box = new Box()
  const sealer = new Sealer(box.writer.startSealer())
  box.writer.addSealed(box.inbox, [sealer.seal(newcomer(1))], await sealer.sync())
  const [file] = files(box)
  const known = statSync(path.join(box.directory, 'segments', file!)).size
  sealer.seal(newcomer(2))
  const other = new Sealer(box.writer.startSealer())
  other.seal(newcomer(3))
  await other.sync()
  expect(files(box)).toHaveLength(2)
  // when: neither was told of
  for (const open of [sealer, other]) open.close()
  box.close()
  appendFileSync(path.join(box.directory, 'segments', file!), 'half a record')
  box.reopen()
  // then
  expect(files(box)).toEqual([file])
  expect(statSync(path.join(box.directory, 'segments', file!)).size).toBe(known)
  expect(box.reader.raw(box.idOf(box.inbox, 1)).kind).toBe('raw')
  expect(box.reader.raw(box.add(4)).kind).toBe('raw')
  box.close()
  checkBox(box.directory)
  box.reopen()
})

test('segments are of bounded size here too, and two sealers never write to the same', async () => {
  using box = new Box()
  const one = new Sealer(box.writer.startSealer())
  const other = new Sealer(box.writer.startSealer())
  const half = randomBytes(Math.ceil(SEGMENT_BYTES / 2) + 1_024)
  const sealed = [1, 2, 3].map((uid) => one.seal(newcomer(uid, half)))
  const elsewhere = other.seal(newcomer(4))
  const extents = [...await one.sync(), ...await other.sync()]
  expect(new Set([...sealed, elsewhere].map(({ place }) => place.segmentId)).size).toBe(3)
  expect(box.writer.addSealed(box.inbox, [...sealed, elsewhere], extents)).toEqual({ added: 4 })
  for (const sealer of [one, other]) sealer.close()
  box.close()
  checkBox(box.directory)
  box.reopen()
})
