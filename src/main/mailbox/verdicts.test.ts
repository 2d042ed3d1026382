import { expect, test } from 'vitest'
import { Box, minute } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'

const NEWEST = Number.MAX_SAFE_INTEGER
const digest = Buffer.alloc(32, 5)

const waiting = (box: Box): number[] => box.reader.unassessed(NEWEST, 10).map(({ id }) => id)

test('received mail waits for its verdict, newest first; what was sent from here does not', () => {
  using box = new Box()
  box.add(1)
  box.add(2)
  box.add(1, {}, { folder: box.sent })
  const sizeBytes = sampleMail().length
  expect(box.reader.unassessed(NEWEST, 10)).toEqual([
    { id: box.idOf(box.inbox, 2), accountId: box.account, receivedAt: minute(2), sizeBytes },
    { id: box.idOf(box.inbox, 1), accountId: box.account, receivedAt: minute(1), sizeBytes },
  ])
  expect(box.reader.rows(box.inbox, { offset: 0, limit: 1 })?.rows[0]?.verdict).toBe('pending')
  expect(box.reader.rows(box.sent, { offset: 0, limit: 1 })?.rows[0]?.verdict).toBeNull()
  expect(box.reader.unassessed(box.idOf(box.inbox, 2), 10)).toHaveLength(1)
})

test('a provisional finding is shown and looked at again; a frozen one stays (IN-11)', () => {
  using box = new Box()
  box.add(1)
  const messageId = box.idOf(box.inbox, 1)
  box.notices.length = 0
  // when
  box.writer.saveVerdicts([{ messageId, verdict: 'unknown', digest: null }])
  box.writer.saveVerdicts([{ messageId, verdict: 'unknown', digest: null }])
  // then
  expect(box.notices).toEqual([['messages']])
  expect(waiting(box)).toEqual([messageId])
  expect(box.reader.header(messageId)).toMatchObject({ verdict: 'unknown', digest: null })
  // when
  box.writer.saveVerdicts([{ messageId, verdict: 'unsafe', digest }])
  box.writer.saveVerdicts([{ messageId, verdict: 'safe', digest: Buffer.alloc(32, 6) }, { messageId: 999, verdict: 'safe', digest }])
  // then
  expect(waiting(box)).toEqual([])
  expect(box.reader.header(messageId)).toMatchObject({ verdict: 'unsafe', digest })
})

test('bytes that were fetched anew are looked at anew', () => {
  using box = new Box()
  const raw = sampleMail()
  box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw }])
  const messageId = box.idOf(box.inbox, 1)
  box.writer.saveVerdicts([{ messageId, verdict: 'safe', digest }])
  // when
  box.writer.fetchAgain([messageId])
  expect(waiting(box)).toEqual([])
  box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw }])
  // then
  expect(box.reader.header(messageId)).toMatchObject({ verdict: 'pending', digest: null })
  expect(waiting(box)).toEqual([messageId])
})
