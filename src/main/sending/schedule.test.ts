import { describe, expect, test } from 'vitest'
import { openDesk, to, type Desk } from '../../../test/practice/sending/desk.ts'
import { UNDO_SEND_MS } from '../../shared/limits.ts'
import { readMessage } from '../mime/read.ts'
import { deliveries, dueDeliveries, nextDueAt } from './outbox-rows.ts'
import { release, retryNow } from './outbox.ts'
import { takeBack } from './take-back.ts'

const hour = 3_600_000

const sendAt = (desk: Desk, moment: number, address: string): ReturnType<Desk['schedule']> => desk.schedule({ to: to(address) }, moment)

const due = (desk: Desk, at: number): number => dueDeliveries(desk.db, at).length

describe('mail that is meant for later', () => {
  test('is not due before its moment, and can be taken back until then', async () => {
    await using desk = openDesk()
    const moment = desk.now() + 14 * hour
    const { undoUntil, outboxIds: [id = ''] } = await sendAt(desk, moment, 'bas@delinde.test')
    expect(undoUntil).toBe(moment)
    expect([due(desk, moment - 1), due(desk, moment)]).toEqual([0, 1])
    expect(nextDueAt(desk.db, desk.now())).toBe(moment)
    expect(desk.outbox()).toMatchObject([{ scheduledFor: moment, state: { kind: 'undo', until: moment } }])
    desk.pass(13 * hour)
    expect(await takeBack(desk.parts, id)).toMatchObject({ ok: true })
    expect(desk.outbox()).toEqual([])
  })

  test('bears the date of its moment', async () => {
    await using desk = openDesk()
    const moment = desk.now() + 14 * hour
    await sendAt(desk, moment, 'bas@delinde.test')
    const [row] = deliveries(desk.db)
    const read = await desk.blobs.readWhole(row?.blobId ?? '')
    expect(read.kind === 'whole' && readMessage(read.bytes).headers.date).toBe(Math.floor(moment / 1000) * 1000)
  })

  test('can be sent now after all', async () => {
    await using desk = openDesk()
    const { outboxIds: [id = ''] } = await sendAt(desk, desk.now() + hour, 'bas@delinde.test')
    expect(retryNow(desk.parts, id, null)).toEqual({ ok: true, value: {} })
    expect(due(desk, desk.now())).toBe(1)
    const [plain = ''] = await desk.send({ to: to('bas@delinde.test') })
    expect(retryNow(desk.parts, plain, null)).toEqual({ ok: false, fail: 'nothing-to-retry' })
  })

  test('for a moment that is nearly there or over goes as any other', async () => {
    await using desk = openDesk()
    for (const moment of [desk.now() - hour, desk.now(), desk.now() + UNDO_SEND_MS]) await sendAt(desk, moment, 'bas@delinde.test')
    expect(desk.outbox().map(({ scheduledFor }) => scheduledFor)).toEqual([null, null, null])
    expect(due(desk, desk.now() + UNDO_SEND_MS + 1000)).toBe(3)
  })

  test('that waits for a route keeps its moment: found before it, it goes at it; found later, at once', async () => {
    await using desk = openDesk()
    const moment = desk.now() + hour
    const { outboxIds: [id = ''] } = await sendAt(desk, moment, 'balie@apotheekzuid.test')
    expect(desk.outbox()).toMatchObject([{ scheduledFor: moment, state: { kind: 'held-no-route' } }])
    expect(release(desk.parts, id, { kind: 'goes', change: null, plan: null })).toBe(true)
    expect(desk.outbox()).toMatchObject([{ state: { kind: 'undo', until: moment } }])
    const late = await sendAt(desk, moment, 'balie@apotheekzuid.test')
    desk.pass(2 * hour)
    expect(release(desk.parts, late.outboxIds[0] ?? '', { kind: 'goes', change: null, plan: null })).toBe(true)
    expect(due(desk, desk.now())).toBe(2)
  })
})

test('the journal knows at its confirming what was found in it, by rule and count, and nothing of what that was (PHI-02, RT-29)', async () => {
  await using desk = openDesk()
  await desk.schedule({ to: to('bas@delinde.test'), subject: 'Uw soa-test' }, 0, 'PHI-04:1+PHI-06:1')
  const details = desk.db.prepare<[], string>('SELECT detail FROM journal').pluck().all()
  expect(details.map((detail) => JSON.parse(detail) as unknown)).toMatchObject([{ findings: 'PHI-04:1+PHI-06:1', detection: 'none' }])
  expect(details.join('')).not.toMatch(/soa/)
})

describe('its clock', () => {
  const idle = { kind: 'unavailable', problem: 'offline' } as const

  test('is looked at every minute, however far the moment is: it may be set, and computers sleep', async () => {
    await using desk = openDesk()
    await sendAt(desk, desk.now() + 90 * 24 * hour, 'bas@delinde.test')
    const planned: { ms: number; work: () => void }[] = []
    await using dispatcher = desk.dispatch(idle, { timers: { after: (ms, work) => (planned.push({ ms, work }), () => undefined) } })
    expect(planned.at(-1)?.ms).toBe(60_000)
    desk.pass(90 * 24 * hour)
    planned.at(-1)?.work()
    await dispatcher.idle()
    expect(desk.outbox()).toMatchObject([{ state: { kind: 'waiting', problem: 'offline' } }])
  })

  test('set back, it makes the mail wait for its moment all the same, and not for ten seconds', async () => {
    await using desk = openDesk()
    const moment = desk.now() + hour
    await sendAt(desk, moment, 'bas@delinde.test')
    desk.pass(-5 * hour)
    await using dispatcher = desk.dispatch(idle, { timers: { after: () => () => undefined } })
    await dispatcher.idle()
    expect(desk.outbox()).toMatchObject([{ state: { kind: 'undo', until: moment } }])
  })

  test('passed while the program was closed or locked: it goes at the next start', async () => {
    await using desk = openDesk()
    await sendAt(desk, desk.now() + hour, 'bas@delinde.test')
    desk.pass(20 * hour)
    await using dispatcher = desk.dispatch(idle, { timers: { after: () => () => undefined } })
    await dispatcher.idle()
    expect(desk.outbox()).toMatchObject([{ state: { kind: 'waiting' } }])
  })
})
