import fc from 'fast-check'
import { expect, test } from 'vitest'
import { device, hashOf, person, sharedMailbox, World, type Workstation } from '../../../test/register/workstation.ts'
import { addToState, foldRegister } from './fold.ts'
import type { CheckedEvent } from './event.ts'
import { byPosition } from './order.ts'

/** Two managers at their workstations: `sees`, looks at the register first; `sets`, types another password, else seals the one it knows once more. */
interface Act { readonly who: 0 | 1; readonly sees: boolean; readonly sets: boolean; readonly boxes: readonly number[] }
const acts: fc.Arbitrary<Act[]> = fc.array(fc.record({ who: fc.constantFrom(0, 1), sees: fc.boolean(), sets: fc.boolean(), boxes: fc.uniqueArray(fc.nat(4), { maxLength: 3 }) }), { minLength: 1, maxLength: 14 })

const runs = Number(process.env['PROPERTY_RUNS'] ?? 80)
const originOf = ({ hash, event }: CheckedEvent): string => (event.kind === 'mailbox-secret' ? event.body.of ?? hash : '')
const boxesIn = ({ event }: CheckedEvent): string[] => (event.kind === 'mailbox-secret' ? event.body.sealed.boxes.map((box) => box.device) : [])

function story(moves: readonly Act[]): World {
  const world = new World()
  const anja = world.found(person('anja'))
  const tom = world.admit(anja, person('tom'))
  anja.say('role-given', { person: 'tom', role: 'beheerder' })
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'anja', may: ['read'] }], { access: 'password', path: null }) })
  const stations = [anja, tom]
  for (const station of stations) station.see(...world.events)
  const known = new Map<Workstation, CheckedEvent[]>(stations.map((station) => [station, [...world.events]]))
  for (const { who, sees, sets, boxes } of moves) {
    const station = stations[who]!
    if (sees) known.set(station, [...world.events])
    station.see(...known.get(station)!)
    const secret = foldRegister(known.get(station)!, world.pinned).law.mailboxes.get('info')!.secret
    const sealed = { ephemeral: 'A'.repeat(43), boxes: boxes.map((one) => ({ device: device(`had-${String(one)}`).id, box: 'AAAA' })) }
    const said = station.sayAlone('mailbox-secret', { mailbox: 'info', sealed, ...(sets || secret === null ? {} : { of: secret.origin }) })
    known.get(station)!.push(said)
  }
  return world
}

test('two managers who seal a mailbox\'s password at once: the newest password stands everywhere, whatever comes first, with everybody who ever had it', () => {
  fc.assert(fc.property(acts.map(story), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (world, keys) => {
    const sealings = world.events.filter(({ event }) => event.kind === 'mailbox-secret').sort(byPosition)
    const newest = sealings.filter((one) => originOf(one) === one.hash).at(-1)!
    const its = sealings.filter((one) => originOf(one) === newest.hash)
    const mixed = world.events.map((event) => ({ event, key: Number(keys.next().value) })).sort((one, other) => one.key - other.key).map(({ event }) => event)
    const state = mixed.reduce((before, event) => addToState(before, [event]), foldRegister([], world.pinned))
    const { secret } = state.law.mailboxes.get('info')!
    expect(secret).toMatchObject({ origin: newest.hash, said: { hash: its.at(-1)!.hash } })
    expect([...secret!.had].sort()).toEqual([...new Set(its.flatMap(boxesIn))].sort())
  }), { numRuns: runs })
})

test('what names a password that nobody set has no effect', () => {
  const world = story([{ who: 0, sees: true, sets: true, boxes: [1] }])
  const [anja] = world.events
  const before = foldRegister(world.events, world.pinned).law.mailboxes.get('info')!.secret
  const stranger = world.workstation('anja-1').see(...world.events)
  Object.assign(stranger, { sequence: world.events.filter(({ event }) => event.author === anja!.event.author).length, head: world.events.filter(({ event }) => event.author === anja!.event.author).at(-1)!.hash })
  stranger.sayAlone('mailbox-secret', { mailbox: 'info', sealed: { ephemeral: 'A'.repeat(43), boxes: [] }, of: hashOf('never said') })
  expect(foldRegister(world.events, world.pinned).law.mailboxes.get('info')!.secret).toEqual(before)
})
