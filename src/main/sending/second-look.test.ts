import { describe, expect, test } from 'vitest'
import { routesOf, to } from '../../../test/practice/sending/desk.ts'
import type { Change } from '../../../test/corpora/routing/facts.ts'
import { recipient } from '../../../test/corpora/routing/facts.ts'
import type { Delivery } from './outbox-rows.ts'
import { secondLook } from './second-look.ts'

const relay = { kind: 'relay' } as const
const patient = 'h.visser@mailbox.test'

/** A delivery that was planned on this route, and what the table says now. */
async function lookAt(route: Delivery['route'], now: Change, addresses: readonly string[] = [patient]): Promise<string> {
  const row = { recipients: to(...addresses), route, plan: null } as Pick<Delivery, 'recipients' | 'route' | 'plan'> as Delivery
  const look = await secondLook(row, { planAgain: () => Promise.resolve(routesOf(addresses, ['delinde.test'], now)) })
  return `${look.kind} ${look.change?.route ?? route}`
}

const general = { messageClass: 'general', consent: true } as const
const known = (facts: Parameters<typeof recipient>[0]) => [recipient({ address: patient, ...facts })]

describe('the second look before anything leaves', () => {
  test.each<readonly [string, Delivery['route'], Change, string]>([
    ['what is as it was goes', 'direct', { provider: relay, recipients: known({}) }, 'goes direct'],
    ['RT-07 a record that has ended: by the portal, where a number is known', 'direct', { provider: relay, recipients: known({ status: 'expired' }) }, 'goes portal'],
    ['RT-07 and waits where none is', 'direct', { provider: relay, recipients: known({ status: 'expired', mobile: null }) }, 'waits hold'],
    ['RT-10 nothing could be looked up', 'direct', { provider: relay, recipients: known({ status: 'lookupFailed', mobile: null }) }, 'waits hold'],
    ['a number that was withdrawn', 'portal', { provider: relay, recipients: known({ kind: 'person', mobile: null }) }, 'waits hold'],
    ['N-01 a safe route never becomes ordinary mail', 'direct', { ...general, provider: { kind: 'plain' }, recipients: known({ kind: 'person' }) }, 'waits hold'],
    ['N-01 nor does what was held', 'hold', { ...general, provider: { kind: 'plain' }, recipients: known({ kind: 'person' }) }, 'waits hold'],
    ['ordinary mail goes while it is permitted', 'plain', { ...general, provider: { kind: 'plain' }, recipients: known({ kind: 'person' }) }, 'goes plain'],
    ['CF-11 and not once consent is withdrawn', 'plain', { ...general, consent: false, provider: { kind: 'plain' }, recipients: known({ kind: 'person' }) }, 'waits hold'],
    ['CF-11 then by a safe route, where there is one', 'plain', { ...general, consent: false, provider: relay, recipients: known({ kind: 'person' }) }, 'goes portal'],
    ['RT-10 what was held has a route now', 'hold', { provider: relay, recipients: known({}) }, 'goes direct'],
    ['RT-02 the service is no longer set up', 'portal', { recipients: known({}) }, 'waits hold'],
  ])('%s', async (_name, route, now, expected) => {
    expect(await lookAt(route, now)).toBe(expected)
  })

  test('E1: what is told of it is what this look found, also where the route is what it was', async () => {
    const [before, now] = [routesOf([patient], [], { provider: relay, recipients: known({}) }), routesOf([patient], [], { provider: relay, recipients: known({}) })]
    const lookedUp = now.map((one) => ({ ...one, grounds: { ...one.grounds, lookedUpAt: 5 } }))
    const plan = before.map(({ row, permitted, needs, grounds }) => ({ row, permitted, needs, grounds }))[0] ?? null
    const row = { recipients: to(patient), route: 'direct', plan } as Pick<Delivery, 'recipients' | 'route' | 'plan'> as Delivery
    expect(await secondLook(row, { planAgain: () => Promise.resolve(lookedUp) })).toMatchObject({ kind: 'goes', change: null, plan: { grounds: { lookedUpAt: 5 } } })
  })

  test('RT-20: colleagues share a submission only while all of them are colleagues', async () => {
    expect(await lookAt('community', {}, ['bas@delinde.test', 'mia@delinde.test'])).toBe('goes community')
    expect(await lookAt('community', { provider: relay }, ['bas@delinde.test', 'mia@apotheekzuid.test'])).toBe('waits hold')
  })

  test('who is not planned for does not go', async () => {
    const row = { recipients: to(patient), route: 'direct', plan: null } as Pick<Delivery, 'recipients' | 'route' | 'plan'> as Delivery
    expect(await secondLook(row, { planAgain: () => Promise.resolve([]) })).toEqual({ kind: 'waits', change: null, plan: null })
  })
})
