import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../src/shared/norm/routing/routing-facts.ts'
import { consumeManuscript, manuscript } from '../../src/main/drafts/draft-rows.ts'
import { confirmSend } from '../../src/main/sending/confirm.ts'
import type { DispatcherOptions, Submitter } from '../../src/main/sending/dispatch.ts'
import type { RoutedDelivery } from '../../src/main/sending/routed.ts'
import { retryNow } from '../../src/main/sending/outbox.ts'
import { sentCopy } from '../../src/main/sending/sent-copy.ts'
import type { Marking } from '../../src/main/sending/submitted-copy.ts'
import { UNDO_SEND_MS } from '../../src/shared/limits.ts'
import { anja, journalIn, openDesk, routesOf, to, type Desk } from './sending/desk.ts'
import { scriptedServer, type ScriptedServer } from './sending/scripted-server.ts'
import { certificates, type Certificates } from './servers/certificates.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'providers-'))
let made: Certificates
beforeAll(async () => { made = await certificates(folder) })
afterAll(() => { rmSync(folder, { recursive: true }) })

const server = (): Promise<ScriptedServer> => scriptedServer({ tls: { cert: readFileSync(made.server.certificate), key: readFileSync(made.server.key) }, security: 'tls' })

const HOST = '127.0.0.1'
const sms: Marking = { host: HOST, markers: [{ kind: 'subject', text: 'SMS 0612345678', position: 'start' }] }

const ready = (port: number, marking: Marking | null): Submitter => ({
  kind: 'ready', ownDomains: anja.ownDomains, marking,
  login: { smtp: { host: HOST, port, security: 'tls' }, user: 'anja@delinde.test', auth: 'password', secret: 'x', ca: readFileSync(made.caFile, 'utf8') },
})

/** As the table gives it to an account with a provider. */
const routed = (addresses: readonly string[], route: Route): RoutedDelivery[] =>
  routesOf(addresses, []).map((delivery) => ({ ...delivery, row: route === 'plain' ? 'RT-11' : 'RT-06', permitted: [route], chosen: route, needs: [] }))

async function send(desk: Desk, addresses: readonly string[], route: Route): Promise<void> {
  const draft = manuscript(desk.db, await desk.write({ to: to(...addresses), subject: 'Uitslag' }))
  if (draft === null) throw new Error('no draft')
  const routes = { deliveries: routed(addresses, route), isConfirmed: true }
  const confirmed = await confirmSend({ db: desk.db, blobs: desk.blobs, now: () => desk.now(), note: journalIn(desk.db), consumeDraft: (one) => consumeManuscript(desk.db, one) }, draft, { sender: anja, routes })
  if (!confirmed.ok) throw new Error(confirmed.fail)
  desk.pass(UNDO_SEND_MS)
}

async function dispatch(desk: Desk, connect: DispatcherOptions['connect'], route: Route): Promise<void> {
  const planAgain: DispatcherOptions['planAgain'] = ({ recipients }) => Promise.resolve(routed(recipients.map(({ address }) => address), route))
  await using dispatcher = desk.dispatch(() => { throw new Error('not asked') }, { connect, planAgain })
  await dispatcher.idle()
}

const always = (submitter: Submitter) => () => Promise.resolve(submitter)
const states = (desk: Desk) => desk.outbox().map(({ state }) => state)
const triggers = (desk: Desk): unknown[] => desk.db.prepare("SELECT json_extract(detail, '$.trigger') FROM journal WHERE reason = 'handing-over' ORDER BY sequence").pluck().all()

describe('a delivery by the provider', () => {
  test('carries its marker on the line and nowhere else; the journal knows its kind (PV-02, N-06, E1)', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['h.bakker@mailbox.test'], 'portal')
    await dispatch(desk, always(ready(smtp.port, sms)), 'portal')
    expect(states(desk)).toMatchObject([{ kind: 'sent' }])
    expect(smtp.received.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).toEqual(['SMS 0612345678 Uitslag'])
    expect(triggers(desk)).toEqual(['subject'])
    const outgoingId = desk.db.prepare<[], string>('SELECT id FROM outgoing').pluck().get() ?? ''
    const copy = await sentCopy({ db: desk.db, blobs: desk.blobs }, outgoingId)
    expect(copy.kind === 'whole' && Buffer.from(copy.raw).toString()).not.toContain('SMS')
    expect(JSON.stringify(desk.db.prepare('SELECT * FROM journal').all())).not.toMatch(/SMS|0612345678/)
  })

  test('to several goes one by one, each with the marker of its own (PV-03)', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['een@elders.test', 'twee@elders.test'], 'portal')
    await dispatch(desk, ({ recipients }) => {
      const text = recipients[0]?.address === 'een@elders.test' ? 'SMS 0611111111' : 'SMS 0622222222'
      return Promise.resolve(ready(smtp.port, { host: HOST, markers: [{ kind: 'subject', text, position: 'start' }] }))
    }, 'portal')
    expect(smtp.received.map(({ to: recipients, raw }) => [recipients, /^Subject: (.*)\r$/m.exec(raw)?.[1]])).toEqual([
      [['een@elders.test'], 'SMS 0611111111 Uitslag'], [['twee@elders.test'], 'SMS 0622222222 Uitslag'],
    ])
  })

  test('that it cannot be told of is refused, and nothing is handed over (RT-23, PV-04)', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['h.bakker@mailbox.test'], 'portal')
    await dispatch(desk, always({ kind: 'refused' }), 'portal')
    expect(states(desk)).toEqual([{ kind: 'refused', code: null, problem: 'marker-refused' }])
    expect(smtp.heard).toEqual([])
  })

  test('that was refused for want of its marker goes with it once it is set up and somebody tries again; within the journal both stand', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['h.bakker@mailbox.test'], 'portal')
    await dispatch(desk, always({ kind: 'refused' }), 'portal')
    const id = desk.outbox()[0]?.id ?? ''
    // Still nothing to tell it by: refused again, never sent without.
    expect(retryNow(desk.parts, id, null)).toMatchObject({ ok: true })
    await dispatch(desk, always({ kind: 'refused' }), 'portal')
    expect(states(desk)).toEqual([{ kind: 'refused', code: null, problem: 'marker-refused' }])
    expect(smtp.heard).toEqual([])
    expect(retryNow(desk.parts, id, null)).toMatchObject({ ok: true })
    await dispatch(desk, always(ready(smtp.port, sms)), 'portal')
    expect(states(desk)).toMatchObject([{ kind: 'sent' }])
    expect(smtp.received.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).toEqual(['SMS 0612345678 Uitslag'])
    expect(desk.journal().map((line) => line.split(' ')[0])).toEqual(['queued', 'server-refused', 'person-tries-again', 'server-refused', 'person-tries-again', 'handing-over', 'sent'])
  })

  test('whose marker is for another host is refused before anything is begun', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['h.bakker@mailbox.test'], 'portal')
    await dispatch(desk, always(ready(smtp.port, { ...sms, host: 'smtp.aanbieder.test' })), 'portal')
    expect(states(desk)).toMatchObject([{ kind: 'refused', problem: 'marker-refused' }])
    expect(smtp.heard.filter((line) => line.startsWith('MAIL'))).toEqual([])
  })

  test('that lacks a number waits alone: another one goes (PV-12)', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, ['een@elders.test', 'twee@elders.test'], 'direct')
    await dispatch(desk, ({ recipients }) => Promise.resolve(recipients[0]?.address === 'een@elders.test' ? { kind: 'unavailable', problem: 'mobile-missing' } : ready(smtp.port, sms)), 'direct')
    expect(states(desk)).toMatchObject([{ kind: 'waiting', problem: 'mobile-missing' }, { kind: 'sent' }])
    expect(smtp.received.map(({ to: recipients }) => recipients)).toEqual([['twee@elders.test']])
  })
})

describe('whatever a line says of itself', () => {
  test.each<readonly [string, Route, string, Marking | null]>([
    ['a safe route never leaves by a line that is none of the provider’s', 'direct', 'h.bakker@mailbox.test', null],
    ['ordinary mail never leaves with a marker', 'plain', 'h.bakker@mailbox.test', sms],
  ])('%s', async (_, route, address, marking) => {
    await using desk = openDesk()
    await using smtp = await server()
    await send(desk, [address], route)
    await dispatch(desk, always(ready(smtp.port, marking)), route)
    expect(states(desk)).toMatchObject([{ kind: 'held-no-route' }])
    expect(smtp.heard.filter((line) => line.startsWith('MAIL'))).toEqual([])
  })

  test('mail within the practice never leaves with a marker', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await using dispatcher = desk.dispatch(ready(smtp.port, sms))
    await dispatcher.idle()
    expect(states(desk)).toMatchObject([{ kind: 'held-no-route' }])
    expect(smtp.received).toEqual([])
  })
})
