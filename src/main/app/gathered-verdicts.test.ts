import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatherVerdicts, messagesOf, type Found } from './gathered-verdicts.ts'
import type { Assessed } from './threads/trust-messages.ts'

const digest = (id: number): Uint8Array => Buffer.from(`digest ${id}`)
const assessed = (messageId: number, state: 'safe' | 'unsafe' = 'unsafe'): Assessed =>
  ({ messageId, name: null, mailbox: '', digest: digest(messageId), receivedAt: 1, assessedAt: 2, assessment: { state } as Assessed['assessment'] })
const found = (part: Partial<Found>): Found => ({ kind: 'found', known: [], settled: [], provisional: [], notWhole: [], ...part })

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function gathering(most = 100) {
  const written: number[][] = []
  const verdicts = gatherVerdicts({ most, withinMs: 500, write: (all) => { written.push(messagesOf({ kind: 'found', ...all })) } })
  return { verdicts, written }
}

test('verdicts of many batches are written together, in their order', () => {
  const { verdicts, written } = gathering()
  for (const id of [1, 2, 3]) verdicts.add(found({ settled: [assessed(id)] }), false)
  verdicts.add(found({ known: [{ messageId: 4, digest: digest(4), state: 'safe' }], provisional: [assessed(5)], notWhole: [6] }), false)
  expect(written).toEqual([])
  vi.advanceTimersByTime(500)
  expect(written).toEqual([[4, 1, 2, 3, 5, 6]])
  vi.advanceTimersByTime(5_000)
  expect(written).toHaveLength(1)
})

test('they do not wait for more than fit, for somebody who looks, nor for the end', () => {
  const { verdicts, written } = gathering(2)
  verdicts.add(found({ settled: [assessed(1)] }), false)
  verdicts.add(found({ settled: [assessed(2)] }), false)
  verdicts.add(found({ settled: [assessed(3)] }), true)
  verdicts.add(found({ settled: [assessed(4)] }), false)
  verdicts.flush()
  verdicts.flush()
  expect(written).toEqual([[1, 2], [3], [4]])
})

test('a copy of a message whose verdict is on its way has that verdict', () => {
  const { verdicts } = gathering()
  verdicts.add(found({ settled: [assessed(1, 'safe')] }), false)
  expect([verdicts.stateOf(digest(1)), verdicts.stateOf(digest(2)), verdicts.holds(1), verdicts.holds(2)]).toEqual(['safe', null, true, false])
  verdicts.flush()
  expect([verdicts.stateOf(digest(1)), verdicts.holds(1)]).toEqual([null, false])
})

test('what cannot be written is let go, and the next is gathered anew', () => {
  let isFull = true
  const written: number[] = []
  const verdicts = gatherVerdicts({ most: 1, withinMs: 500, write: ({ settled }) => {
    if (isFull) return
    written.push(...settled.map(({ messageId }) => messageId))
  } })
  verdicts.add(found({ settled: [assessed(1)] }), false)
  isFull = false
  verdicts.add(found({ settled: [assessed(2)] }), false)
  expect(written).toEqual([2])
})
