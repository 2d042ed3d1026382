import { spawn } from 'node:child_process'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pdf } from '../../../../test/corpora/documents/pdf.ts'
import { Box, segmentKey } from '../../../../test/mailbox/open-box.ts'
import { OPENING_TRIES } from '../../mailbox/limits.ts'
import { startAttachmentIndexing, type AttachmentIndexing } from './attachment-host.ts'

let box: Box
beforeEach(() => { box = new Box() })
afterEach(() => box[Symbol.dispose]())

const letter = (uid: number, ...pages: string[]): number => box.add(uid, { subject: `Brief ${String(uid)}`, attachment: { name: `${String(uid)}.pdf`, bytes: pdf(pages) } })
const start = (more: { patienceMs?: number; firstAfterMs?: number } = {}): AttachmentIndexing =>
  startAttachmentIndexing({ start: { directory: box.directory, segmentKey }, writer: box.writer, firstAfterMs: 0, pauses: 0, ...more })
const waiting = (): number => box.writer.unopened(Number.MAX_SAFE_INTEGER, 50).length

test('what is here already and what comes later is opened in a thread, and found', async () => {
  for (let uid = 1; uid <= 10; uid++) letter(uid, `zwaluw${String(uid)}`)
  const indexing = start()
  indexing.wake()
  await indexing.settled()
  expect(box.found('zwaluw')).toHaveLength(10)
  letter(11, 'merel')
  indexing.wake()
  await indexing.settled()
  expect(box.found('merel')).toEqual(['Brief 11'])
  await indexing.close()
})

test('a message that outlasts the patience is ended with its thread and noted, and the others are found', async () => {
  letter(1, 'zwaluw')
  const hasty = start({ patienceMs: 1 })
  hasty.wake()
  await hasty.settled()
  await hasty.close()
  expect([waiting(), box.found('zwaluw')]).toEqual([0, []])
  // Unpacks to a thousand times its size, all of it one number that never ends.
  box.add(2, { attachment: { name: 'bom.pdf', bytes: pdf(['x'], { content: Buffer.alloc(100_000_000, '1') }) } })
  letter(3, 'merel')
  const indexing = start()
  indexing.wake()
  await indexing.settled()
  await indexing.close()
  expect([waiting(), box.found('merel')]).toEqual([0, ['Brief 3']])
})

test('nothing is opened while something else comes first, and it goes on afterwards', async () => {
  letter(1, 'zwaluw')
  const indexing = start()
  indexing.rest(true)
  indexing.wake()
  await indexing.settled()
  expect(waiting()).toBe(1)
  indexing.rest(false)
  await indexing.settled()
  expect(box.found('zwaluw')).toEqual(['Brief 1'])
  await indexing.close()
})

test('killed at any point it goes on where it was: nothing is opened twice, nothing half', async () => {
  const all = 24
  for (let uid = 1; uid <= all; uid++) letter(uid, `zwaluw${String(uid)}`)
  box.close()
  const killed = (afterMs: number) => new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../../../test/mailbox/busy-opener.ts'), box.directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.once('data', () => { setTimeout(() => child.kill('SIGKILL'), afterMs) })
    child.on('close', () => { resolve() })
  })
  for (const afterMs of [0, 3, 8]) await killed(afterMs)
  box.reopen()
  expect(box.found('zwaluw')).toHaveLength(all - waiting())
  const indexing = start()
  indexing.wake()
  await indexing.settled()
  await indexing.close()
  expect([waiting(), box.found('zwaluw').length]).toEqual([0, all])
})

test('closed halfway by a lock it goes on where it was', async () => {
  for (let uid = 1; uid <= 20; uid++) letter(uid, `zwaluw${String(uid)}`)
  const indexing = start()
  indexing.wake()
  await indexing.close()
  const left = waiting()
  expect(left).toBeGreaterThan(0)
  box.reopen()
  const again = start()
  again.wake()
  await again.settled()
  expect([waiting(), box.found('zwaluw').length]).toEqual([0, 20])
  await again.close()
})

test('what fails is tried again another day, and in the end no more', async () => {
  const id = letter(1, 'zwaluw')
  const day = 86_400_000
  const left = (now: number): boolean => box.writer.unopened(Number.MAX_SAFE_INTEGER, 1, now).length > 0
  const hasty = start({ patienceMs: 1 })
  hasty.wake()
  await hasty.settled()
  await hasty.close()
  expect([left(Date.now()), left(Date.now() + day)]).toEqual([false, true])
  for (let tries = 1; tries < OPENING_TRIES; tries += 1) box.writer.beginOpening(id, 0)
  expect(left(Date.now() + 9 * day)).toBe(false)
})

test('a message that takes the program down is opened once more at the next start, and then not before another day', () => {
  const id = letter(1, 'zwaluw')
  const again = Date.now() + 86_400_000
  box.writer.beginOpening(id, again)
  box.reopen()
  expect(waiting()).toBe(1)
  box.writer.beginOpening(id, again)
  box.reopen()
  expect(waiting()).toBe(0)
})
