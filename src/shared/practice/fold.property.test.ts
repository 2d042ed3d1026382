import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { shownState } from '../../../test/register/shown-state.ts'
import { DAY, device, grant, noSeal, NOW, person, reference, sharedMailbox, World, type Workstation } from '../../../test/register/workstation.ts'
import { claimOf } from './claims.ts'
import type { CheckedEvent } from './event.ts'
import { eventsAtHeads, headsIn, headsOf, isBeyond } from './at-heads.ts'
import { addAhead, addToState, foldRegister, type EventSource, type PracticeState } from './fold.ts'
import { CLOCK_LEAP } from './limits.ts'
import { portableFields, snapshotFrom } from './portable-snapshot.ts'
import { snapshotOf, stateFrom, type Snapshot } from './snapshot.ts'
import { atOnce } from './steps.ts'

// So that stories of some ten events climb down to earlier states, and past all of them.
vi.mock('./limits.ts', async (original) => ({ ...(await original<object>()), RUNG_EVENTS: 4 }))

const people = ['anja', 'tom', 'mia', 'bas']
const info = (which: number) => ({ mailbox: 'info', message: reference(`m${String(which % 3)}`) })

interface Move { who: number; verb: number; target: number; alone: boolean; lie: number; back: number }
const move: fc.Arbitrary<Move> = fc.record({ who: fc.nat(4), verb: fc.nat(20), target: fc.nat(4), alone: fc.boolean(), lie: fc.nat(30), back: fc.nat(6) })

/** A practice in which anybody says anything, sees it or not, and lies now and then. */
function story(moves: readonly Move[]): World {
  const world = new World()
  const anja = world.found(person('anja', { rank: 1, clinician: true }))
  const tom = world.admit(anja, person('tom', { rank: 2, clinician: true }))
  const stations = [anja, tom, world.admit(anja, person('mia')), world.admit(anja, person('bas')), world.workstation('stranger')]
  anja.say('role-given', { person: 'tom', role: 'beheerder' })
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', people.map((one) => ({ person: one, may: ['read', 'claim'] }))) })
  anja.say('private-agreed', { person: 'tom' })
  for (const [place, one] of moves.entries()) play({ world, stations, place }, one)
  return world
}

interface Play { world: World; stations: Workstation[]; place: number }

function play({ world, stations, place }: Play, { who, verb, target, alone, lie, back }: Move): void {
  const me = stations[who]!
  const other = stations[target]!
  const name = people[target] ?? 'nobody'
  if (!alone) me.see(...world.events)
  // A workstation put back to an earlier copy of itself forks its chain.
  if (lie === 1 && me.sequence > 1) me.sequence -= 1
  const bent = lie === 2 ? { clock: 1 } : lie === 3 ? { clock: me.clock + 5_000_000 } : lie === 4 ? { sequence: me.sequence + 3 } : lie === 5 ? { practice: reference('elsewhere') } : {}
  const cut = [me.seen(other, Math.max(0, other.sequence - back))]
  const id = `${name}-${String(place)}`
  const verbs: (() => unknown)[] = [
    () => me.sayAlone('claimed', { ...info(back), to: name, note: null }, bent), () => me.sayAlone('released', info(back), bent), () => me.sayAlone('finished', { ...info(back), how: 'phoned' }, bent),
    () => me.sayAlone('claimed', { ...info(target), to: people[who] ?? 'nobody', note: null }, bent), () => me.sayAlone('answering', { ...info(back), until: NOW }, bent),
    () => me.sayAlone('device-revoked', { device: other.device.id, because: 'lost', cut }, bent), () => me.sayAlone('person-ended', { person: name, until: NOW, cut }, bent),
    () => me.sayAlone('role-withdrawn', { person: name, role: 'beheerder', cut }, bent), () => me.sayAlone('role-given', { person: name, role: 'beheerder' }, bent),
    () => me.sayAlone('grant-given', { grant: grant(id, { giver: 'tom', receiver: name }) }, bent), () => me.sayAlone('grant-withdrawn', { grant: id }, bent),
    () => me.sayAlone('person-added', { person: person(`new-${String(back)}`) }, bent), () => me.sayAlone('rule-set', { rule: 'R2', value: { mandate: back > 3, delegation: back > 1 } }, bent),
    () => me.sayAlone('care-episode', { patient: reference('p'), clinician: name, current: back > 3 }, bent),
    () => me.sayAlone('mailbox-described', { mailbox: sharedMailbox('info', people.slice(0, 1 + back).map((one) => ({ person: one, may: ['read', 'claim'] }))) }, bent),
    () => me.sayAlone('invitation-given', { invitation: { id: `again-${String(back)}`, person: name, until: NOW + DAY, proofHash: reference('x') } }, bent),
    () => me.sayAlone('device-added', { person: name, device: device(`again-${String(back)}`), invitation: `again-${String(back)}`, reference: noSeal }, bent),
    () => me.sayAlone('segment-filed', { segment: { device: me.device.id, from: 1 + back, to: 1 + back, head: reference('h'), previous: null, hash: reference('f') } }, bent),
    () => me.sayAlone('log-checked', { mailbox: 'info', from: 1, to: 2, outcome: 'in-order', note: '' }, bent),
    () => me.sayAlone('person-changed', { person: person(name, { clinician: back > 2 }) }, bent),
    () => me.sayAlone('person-left', { person: name, cut }, bent),
  ]
  verbs[verb]?.()
}

const stories = fc.array(move, { maxLength: 25 }).map(story)

/** The same events in another order, some of them twice, in batches. */
const deliveries = stories.chain((world) => fc.tuple(
  fc.constant(world), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: world.events.length, maxLength: world.events.length }),
  fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), fc.boolean(),
))

function batched(events: readonly CheckedEvent[], sizes: readonly number[]): CheckedEvent[][] {
  const batches: CheckedEvent[][] = []
  for (let at = 0, turn = 0; at < events.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    batches.push(events.slice(at, at + size))
    at += size
  }
  return batches
}

const runs = Number(process.env['PROPERTY_RUNS'] ?? 80)

describe('the fold', () => {
  test('gives one state whatever comes first and whatever comes together', () => {
    fc.assert(fc.property(deliveries, ([world, keys, sizes, inOrderMostly]) => {
      const whole = foldRegister(world.events, world.pinned)
      const mixed = world.events.map((event, place) => ({ event, key: inOrderMostly ? place + 4 * keys[place]! : keys[place]! })).sort((one, other) => one.key - other.key).map(({ event }) => event)
      let state = foldRegister([], world.pinned)
      for (const batch of batched(mixed, sizes)) state = addToState(state, batch)
      expect(shownState(state)).toEqual(shownState(whole))
      expect(shownState(foldRegister([...mixed, ...mixed], world.pinned))).toEqual(shownState(whole))
    }), { numRuns: runs })
  })

  test('gives the same state from snapshots, wherever they were made', () => {
    fc.assert(fc.property(deliveries, ([world, keys, sizes]) => {
      const mixed = world.events.map((event, place) => ({ event, key: place + 6 * keys[place]! })).sort((one, other) => one.key - other.key).map(({ event }) => event)
      const had: CheckedEvent[] = []
      const past: EventSource = { growing: true, [Symbol.iterator]: () => had[Symbol.iterator]() }
      let state = foldRegister(past, world.pinned)
      for (const batch of batched(mixed, sizes)) {
        had.push(...batch)
        state = stateFrom(JSON.parse(JSON.stringify(snapshotOf(addToState(state, batch)))) as Snapshot, past)
      }
      expect(shownState(state, 'outcomes')).toEqual(shownState(foldRegister(world.events, world.pinned), 'outcomes'))
    }), { numRuns: runs })
  })

  test('what a manager signs of it is one text, whatever came first; who starts from it knows at once what holds, and all of it once everything was read', () => {
    fc.assert(fc.property(deliveries, fc.nat(40), ([world, keys, sizes], from) => {
      const whole = foldRegister(world.events, world.pinned)
      // Chains that fork or break are told apart only by who reads them whole.
      fc.pre([...whole.chains.values()].every(({ stopped }) => stopped === null))
      const early = foldRegister(world.events.slice(0, world.events.length - from % world.events.length), world.pinned)
      const heads = headsOf(early)
      fc.pre(heads.length > 0)
      const at = new Map(heads.map(({ device, last, hash }) => [device, { last, hash }]))
      expect(headsIn({ heads, stateHash: '', content: '', format: '' })).toEqual(at)
      const mixed = world.events.map((event, place) => ({ event, key: keys[place]! })).sort((one, other) => one.key - other.key).map(({ event }) => event)
      const [one, other] = [world.events, mixed].map((events) => snapshotOf(foldRegister(atOnce(eventsAtHeads(events, at)) ?? [], world.pinned)))
      expect(atOnce(portableFields(one!))).toEqual(atOnce(portableFields(other!)))
      // As it travels: without the law, which comes beside it.
      const { law, ...rest } = one!
      const come = snapshotFrom(JSON.parse(JSON.stringify(rest)), law, world.pinned)
      expect(come).toEqual(one)
      let state = stateFrom(come!, world.events)
      const lawOf = (of: PracticeState) => (shownState(of, 'outcomes') as { law: unknown }).law
      const later = mixed.filter((event) => isBeyond(at, event))
      for (const batch of batched(later, sizes)) state = addAhead(state, batch)
      expect(lawOf(state)).toEqual(lawOf(whole))
      expect(shownState(addToState(stateFrom(come!, world.events), later), 'outcomes')).toEqual(shownState(whole, 'outcomes'))
    }), { numRuns: runs })
  })

  test('never changes a state that it gave before', () => {
    fc.assert(fc.property(stories, (world) => {
      const states: { state: PracticeState; seen: unknown }[] = []
      let state = foldRegister(world.events.slice(0, 12), world.pinned)
      for (const event of world.events.slice(12)) {
        states.push({ state, seen: shownState(state) })
        state = addToState(state, [event])
      }
      for (const { state: earlier, seen } of states) expect(shownState(earlier)).toEqual(seen)
    }), { numRuns: runs })
  })

  test('strangers and staff never become manager, and never hold a grant that no manager gave', () => {
    fc.assert(fc.property(fc.array(move.filter(({ who }) => who > 1), { maxLength: 25 }).map(story), (world) => {
      const { law, clock } = foldRegister(world.events, world.pinned)
      expect([...law.people.values()].filter(({ roles }) => roles.has('beheerder')).map((one) => one.person.id)).toEqual(['anja', 'tom'])
      expect([...law.people.keys()]).toEqual(people)
      expect(law.grants.size).toBe(0)
      expect(clock).toBeLessThan(CLOCK_LEAP * 30)
    }), { numRuns: runs })
  })

  test('there is always a manager', () => {
    fc.assert(fc.property(stories, (world) => {
      const { law } = foldRegister(world.events, world.pinned)
      expect([...law.people.values()].some(({ ended, roles }) => ended === null && roles.has('beheerder'))).toBe(true)
      expect(claimOf(foldRegister(world.events, world.pinned), info(0), 'unknown').answering).toEqual([])
    }), { numRuns: runs })
  })
})
