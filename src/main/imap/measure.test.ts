import { expect, test } from 'vitest'
import { FETCH_TRIES } from '../../shared/limits.ts'
import { measureOpen } from './measure.ts'
import { startMeasuring, type Measuring } from './measuring.ts'
import { SessionLost } from './problems.ts'
import { spareSome, startSparing } from './sparing.ts'

type Context = Parameters<typeof measureOpen>[0]
const lost = (): never => { throw new SessionLost('dropped') }

/** Every session of this server ends at the question that is asked of it. */
const dropping = { session: { openPath: 'INBOX', fetch: lost, command: lost }, copy: { sizesOf: () => new Map([[7, 10]]) }, now: Date.now } as unknown as Context

async function untilDone(measuring: Measuring): Promise<{ drops: number; found: unknown }> {
  const work = { id: 1, known: new Set([7]), measuring }
  for (let drops = 0; drops <= 2 * FETCH_TRIES;) {
    try {
      const found = await measureOpen(dropping, work, measuring)
      if (found !== null) return { drops, found }
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error
      drops += 1
    }
  }
  throw new Error('it never comes to rest')
}

test('a message with which the line breaks again and again counts as untrue, and measuring comes to its end', async () => {
  const measuring = startMeasuring()
  measuring.below = 7
  measuring.suspects.push(7)
  expect(await untilDone(measuring)).toEqual({ drops: FETCH_TRIES, found: { compared: 0, fetchedAgain: 0, untrue: 1 } })
})

test('messages of which the lengths cannot be asked without the line breaking are passed over', async () => {
  expect(await untilDone(startMeasuring())).toEqual({ drops: FETCH_TRIES, found: { compared: 0, fetchedAgain: 0, untrue: 0 } })
})

test('attachments stay where they are when the line breaks at each question whether the server has them', async () => {
  const sparing = startSparing(1)
  const found = [{ messageId: 1, folderId: 1, uid: 7, size: 10 }]
  const context = { ...dropping, copy: { spareable: () => ({ found, next: null }) } } as unknown as Context
  const folders = { byId: () => ({ id: 1, path: 'INBOX', closed: false }) } as unknown as Parameters<typeof spareSome>[1]['folders']
  const step = () => spareSome(context, { accountId: 'a', folders, sparing })
  for (let tries = 0; tries < FETCH_TRIES; tries += 1) await expect(step()).rejects.toThrow(SessionLost)
  await step()
  expect(sparing.after).toBeNull()
})
