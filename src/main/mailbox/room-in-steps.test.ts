import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Box, minute, MORNING } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { Sealer } from './sealer.ts'

test('of several segments that are mostly dead one is rewritten at a time, until there is none', async () => {
  // given
  using box = new Box()
  for (const uid of [1, 2]) {
    const lease = box.writer.startSealer()
    const sealer = new Sealer(lease)
    const mail = sealer.seal({ uid, flags: [], receivedAt: minute(uid), raw: sampleMail({ text: randomBytes(5_000).toString('hex') }) })
    box.writer.addSealed(box.inbox, [mail], await sealer.sync())
    sealer.close()
    box.writer.endSealer(lease)
  }
  box.writer.expunge(box.inbox, [1, 2])
  // when
  const freed = [1, 2, 3].map(() => box.writer.compactSegments())
  // then
  expect(freed.map((bytes) => bytes > 0)).toEqual([true, true, false])
})

test('large messages are left on the server a few at a time, and one that is larger than a step by itself', () => {
  // given
  using box = new Box()
  const letter = (megabytes: number) => ({ attachment: { name: 'foto.bin', bytes: Buffer.alloc(megabytes * 786_432, 7) } })
  for (const [index, megabytes] of [9, 9, 17, 1].entries()) box.add(index + 1, letter(megabytes))
  for (const { messageId, place } of box.writer.unopened(Number.MAX_SAFE_INTEGER, 9)) {
    box.writer.saveVerdicts([{ messageId, verdict: 'safe', digest: randomBytes(32) }])
    box.writer.saveOpened([{ messageId, place, opening: { kind: 'unreadable' } }])
  }
  const now = MORNING + 365 * 86_400_000
  // when
  const steps: number[][] = []
  for (let after: number | null = -1; after !== null;) {
    const step: ReturnType<typeof box.writer.spareable> = box.writer.spareable(box.account, { before: now, now, after, limit: 50 })
    steps.push(step.found.map(({ uid }) => uid))
    after = step.next
  }
  // then
  expect(steps).toEqual([[1], [2], [3], [4]])
})
