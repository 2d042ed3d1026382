import { randomBytes } from 'node:crypto'
import { statSync, readdirSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Box, cacheKey, minute, MORNING, segmentKey } from '../../../test/mailbox/open-box.ts'
import { checkBox } from '../../../test/mailbox/check-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { BROUGHT_BACK_KEPT_MS } from '../../shared/limits.ts'
import { readMessage } from '../mime/read.ts'
import { openMailCheck } from './check-mail.ts'
import { bytesOf, fattened, leanOf } from './lean.ts'

const letter = (uid: number) => ({ subject: `Brief ${uid}`, text: `woord${uid}einde`, attachment: { name: 'uitslag.bin', bytes: randomBytes(150_000) } })
const NOW = MORNING + 365 * 86_400_000
const all = { before: NOW, now: NOW, after: -1, limit: 50 }

/** Assessed and indexed, as mail is after a moment. */
function settle(box: Box): void {
  for (const { messageId, place } of box.writer.unopened(Number.MAX_SAFE_INTEGER, 100)) {
    box.writer.saveVerdicts([{ messageId, verdict: 'safe', digest: randomBytes(32) }])
    box.writer.saveOpened([{ messageId, place, opening: { kind: 'unreadable' } }])
  }
}

const faults = (box: Box) => {
  const opened = openMailCheck({ directory: box.directory, cacheKey, segmentKey })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  using check = opened.check
  return [...check.messages()].flatMap((looked) => looked.faults)
}

const diskBytes = (box: Box): number => readdirSync(path.join(box.directory, 'segments')).reduce((sum, name) => sum + statSync(path.join(box.directory, 'segments', name)).size, 0)

describe('a message whose attachments stay on the server', () => {
  test('is read, found and checked as before, takes less room, and is whole again when it came back', () => {
    // given
    using box = new Box()
    const mails = [1, 2, 3].map(letter)
    const ids = mails.map((mail, index) => box.add(index + 1, mail))
    const before = diskBytes(box)
    // when
    const freed = box.writer.makeLean(ids)
    box.writer.compactSegments()
    // then
    expect(freed).toBeGreaterThan(3 * 190_000)
    expect(diskBytes(box)).toBeLessThan(before - 3 * 150_000 + 10_000)
    expect(box.reader.spared()).toEqual({ messages: 3, bytes: 3 * 150_000 })
    for (const [index, id] of ids.entries()) {
      const outcome = box.reader.raw(id)
      if (outcome.kind !== 'lean') throw new Error(outcome.kind)
      expect(outcome.cuts).toEqual([expect.objectContaining({ path: '2', size: 150_000 })])
      expect(readMessage(outcome.raw)).toMatchObject({ text: `woord${index + 1}einde`, attachments: [{ partId: '2', name: 'uitslag.bin' }] })
      expect(box.found(`woord${index + 1}einde`)).toEqual([`Brief ${index + 1}`])
    }
    expect(faults(box)).toEqual([])
    // when
    const raw = sampleMail(mails[0])
    expect(box.writer.bringBack(ids[0]!, sampleMail({ ...mails[0], text: 'iets anders' }), NOW)).toEqual({ kind: 'differs' })
    expect(box.reader.raw(ids[0]!).kind).toBe('lean')
    expect(box.writer.bringBack(ids[0]!, raw, NOW)).toEqual({ kind: 'here' })
    // then
    box.reopen()
    expect(box.reader.raw(ids[0]!)).toEqual({ kind: 'raw', raw })
    expect(box.reader.spared().messages).toBe(2)
    expect(box.writer.makeLean(ids.slice(1))).toBe(0)
    expect(faults(box)).toEqual([])
    box.close()
    checkBox(box.directory)
    box.reopen()
  })

  test('that is found damaged comes back whole', () => {
    using box = new Box()
    const mail = letter(1)
    const id = box.add(1, mail)
    box.writer.makeLean([id])
    box.writer.fetchAgain([id])
    expect(box.reader.raw(id)).toEqual({ kind: 'missing' })
    box.add(1, mail)
    expect(box.reader.raw(id)).toEqual({ kind: 'raw', raw: sampleMail(mail) })
    expect(box.reader.spared()).toEqual({ messages: 0, bytes: 0 })
  })

  test('goes with the message', () => {
    using box = new Box()
    const id = box.add(1, letter(1))
    box.writer.makeLean([id])
    box.writer.expunge(box.inbox, [1])
    expect(box.reader.spared()).toEqual({ messages: 0, bytes: 0 })
    expect(box.writer.bringBack(id, sampleMail(letter(1)), NOW)).toEqual({ kind: 'no-such-message' })
  })
})

describe('what may be left', () => {
  test('is assessed, indexed, not kept, not changing, and old enough', () => {
    // given
    using box = new Box()
    const ids = [1, 2, 3, 4].map((uid) => box.add(uid, letter(uid), { flags: uid === 2 ? ['\\Flagged'] : [] }))
    expect(box.writer.spareable(box.account, all)).toEqual({ found: [], next: null })
    settle(box)
    box.writer.applyFlag('task', [ids[2]!], { flag: 'seen', on: true })
    box.add(5, letter(5))
    // then
    const found = (options = all) => box.writer.spareable(box.account, options).found.map(({ uid }) => uid)
    expect(found()).toEqual([1, 4])
    expect(found({ ...all, before: minute(3) })).toEqual([1])
    expect(found({ ...all, limit: 1 })).toEqual([1])
    expect(found({ ...all, after: ids[0]! })).toEqual([4])
    // when
    box.writer.makeLean(ids.slice(0, 1))
    expect(found()).toEqual([4])
  })

  test('not again at once what somebody asked back', () => {
    using box = new Box()
    const mail = letter(1)
    const id = box.add(1, mail)
    settle(box)
    box.writer.makeLean([id])
    box.writer.bringBack(id, sampleMail(mail), NOW)
    const later = (ms: number) => box.writer.spareable(box.account, { ...all, now: NOW + ms }).found.length
    expect([later(0), later(BROUGHT_BACK_KEPT_MS - 1), later(BROUGHT_BACK_KEPT_MS)]).toEqual([0, 0, 1])
  })
})

test('what stays of a message is every byte of it outside the cuts, where it stood', () => {
  const size = fc.integer({ min: 0, max: 120_000 })
  fc.assert(fc.property(fc.array(size, { maxLength: 4 }), fc.string(), (sizes, text) => {
    const parts = sizes.map((bytes, index) => `--grens\r\nContent-Type: application/pdf; name=${index}.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${'QUJD'.repeat(Math.ceil(bytes / 4))}\r\n`)
    const raw = Buffer.from(`Subject: x\r\nContent-Type: multipart/mixed; boundary="grens"\r\n\r\n--grens\r\n\r\n${text}\r\n${parts.join('')}--grens--\r\n`)
    const lean = leanOf(raw)
    if (lean === null) return
    expect(lean.raw.length).toBe(raw.length - bytesOf(lean.cuts))
    const fat = fattened(lean.raw, lean.cuts)!
    const blank = (bytes: Buffer): Buffer => {
      const copy = Buffer.from(bytes)
      for (const { start, end } of lean.cuts) copy.fill(0x41, start, end)
      return copy
    }
    expect(fat.equals(blank(raw))).toBe(true)
    expect(fattened(lean.raw.subarray(1), lean.cuts)?.length).not.toBe(raw.length)
  }), { numRuns: 50 })
})
