import { expect, test } from 'vitest'
import { openDesk, to } from '../../../test/practice/sending/desk.ts'
import { createDispatcher } from './dispatch.ts'
import { deliveries } from './outbox-rows.ts'

test.each([1, 2, 3, 4])('a message that falls due at reading %i of the clock after the outbox woke is taken up or waited for, never neither', async (readings) => {
  // given a clock that goes on by a millisecond whenever it is read
  await using desk = openDesk()
  await desk.send({ to: to('bas@delinde.test') })
  let at = (deliveries(desk.db)[0]?.dueAt ?? 0) - readings
  const waits = new Set<() => void>()
  let looks = 0
  // when
  await using dispatcher = createDispatcher({
    db: desk.db, blobs: desk.blobs, note: desk.parts.note, taken: desk.parts.taken, now: () => at++, onChanged: () => undefined, onSent: () => undefined,
    connect: () => Promise.reject(new Error('nothing goes')), onStuck: (error) => { throw error },
    planAgain: () => {
      looks += 1
      return Promise.resolve([])
    },
    timers: {
      after(_, work) {
        waits.add(work)
        return () => { waits.delete(work) }
      },
    },
  })
  // then
  expect(looks + waits.size).toBeGreaterThan(0)
  await dispatcher.idle()
})
