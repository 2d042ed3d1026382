import { describe, expect, test } from 'vitest'
import { openDesk, to, type Desk } from '../../../test/practice/sending/desk.ts'
import type { DeliveryReport, RecipientReport } from '../mime/delivery-report.ts'
import { changeState, deliveries } from './outbox-rows.ts'
import { keepReport, openReports, reportedMessages, reportsOf, seeReports, type KeptReport } from './reports.ts'
import { keepSentRoutes } from './sent-routes.ts'

const bas = 'bas@delinde.test'

/** A message that a server has, to these people; gives its Message-ID. */
async function sent(desk: Desk, ...addresses: string[]): Promise<string> {
  await desk.send({ to: to(...addresses), subject: 'Overdracht' })
  for (const row of deliveries(desk.db)) {
    changeState(desk.db, row.id, { state: 'sent', since: desk.now() })
    keepSentRoutes(desk.db, { ...row, route: 'community' }, desk.now())
  }
  return deliveries(desk.db).at(-1)?.messageId ?? ''
}

const one = (change: Partial<RecipientReport> = {}): RecipientReport => ({ recipients: [bas], action: 'failed', status: '5.1.1', code: 550, ...change })
const report = (messageId: string, ...recipients: RecipientReport[]): DeliveryReport => ({ messageIds: [messageId], reportedBy: 'mail.delinde.test', recipients })

const noted: KeptReport[] = []
const keep = (desk: Desk, told: DeliveryReport, at = 1): KeptReport[] => keepReport(desk.db, told, { at, note: (kept) => { noted.push(kept) } })

describe('a report on mail of our own', () => {
  test('is kept with the recipient as we wrote to them, and what was said', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    expect(keep(desk, report(messageId, one({ recipients: ['BAS@delinde.test'] })))).toMatchObject([{ recipient: bas, action: 'failed', subject: 'Overdracht' }])
    expect(reportsOf(desk.db, messageId)).toMatchObject([{ recipient: bas, status: '5.1.1', code: 550, reportedBy: 'mail.delinde.test', reportedAt: 1 }])
    expect(openReports(desk.db)).toHaveLength(1)
    expect(reportedMessages(desk.db)).toEqual([messageId])
  })

  test('changes nothing about the delivery: it is what a server says, and anybody can say it', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    for (const action of ['failed', 'delivered', 'relayed'] as const) keep(desk, report(messageId, one({ action })))
    expect(desk.outbox().map(({ state }) => state.kind)).toEqual(['sent'])
    expect(openReports(desk.db).map(({ action }) => action)).toEqual(['failed'])
  })

  test('is still known when the outbox has let go of the message', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    desk.db.exec('DELETE FROM delivery; DELETE FROM outgoing')
    expect(keep(desk, report(messageId, one()))).toMatchObject([{ recipient: bas, subject: '' }])
  })

  test('that comes again is kept once; a later one replaces it', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    expect(keep(desk, report(messageId, one({ action: 'delayed', status: '4.4.1' })))).toHaveLength(1)
    expect(keep(desk, report(messageId, one({ action: 'delayed', status: '4.4.1' })))).toEqual([])
    expect(keep(desk, report(messageId, one({ action: 'delayed', status: '4.2.2' })), 2)).toHaveLength(1)
    expect(openReports(desk.db)).toMatchObject([{ action: 'delayed', status: '4.2.2', reportedAt: 2 }])
    keep(desk, report(messageId, one()), 3)
    expect(openReports(desk.db)).toMatchObject([{ action: 'failed' }])
    const before = noted.length
    for (const at of [4, 5, 6]) keep(desk, report(messageId, one()), at)
    expect(noted).toHaveLength(before)
  })

  test('that was put aside asks for nobody any more, and still stands with the message', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    keep(desk, report(messageId, one()))
    expect(seeReports(desk.db, { messageId, recipient: bas }, 5)).toBe(true)
    expect(seeReports(desk.db, { messageId, recipient: bas }, 5)).toBe(false)
    expect(openReports(desk.db)).toEqual([])
    expect(reportsOf(desk.db, messageId)).toMatchObject([{ seenAt: 5 }])
  })

  test('is not kept when it cannot be noted', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    expect(() => keepReport(desk.db, report(messageId, one()), { at: 1, note: () => { throw new Error('no room') } })).toThrow('no room')
    expect(reportsOf(desk.db, messageId)).toEqual([])
  })
})

describe('a report that is forged or of somebody else', () => {
  test('of a message that is not ours is nothing', async () => {
    await using desk = openDesk()
    await sent(desk, bas)
    expect(keep(desk, report('unknown@delinde.test', one()))).toEqual([])
    expect(keep(desk, { ...report('', one()), messageIds: [] })).toEqual([])
  })

  test('of somebody whom it was not sent to is nothing', async () => {
    await using desk = openDesk()
    const messageId = await sent(desk, bas)
    expect(keep(desk, report(messageId, one({ recipients: ['mia@delinde.test'] })))).toEqual([])
    expect(keep(desk, report(messageId, one({ recipients: ['elders@postbus.test', bas] })))).toMatchObject([{ recipient: bas }])
  })

  test('of a message that has not left is nothing: no server can have it', async () => {
    await using desk = openDesk()
    await desk.send({ to: to(bas) })
    expect(keep(desk, report(deliveries(desk.db)[0]?.messageId ?? '', one()))).toEqual([])
  })
})
