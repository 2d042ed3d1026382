import { describe, expect, test } from 'vitest'
import { DAY, grant, NOW, person, reference, sharedMailbox, World } from '../../../test/register/workstation.ts'
import { shownState } from '../../../test/register/shown-state.ts'
import { claimOf, historyOf } from './claims.ts'
import { addToState, foldRegister } from './fold.ts'
import { problemsOf } from './problems.ts'

const practice = () => {
  const world = new World()
  const anja = world.found(person('anja', { function: 'huisarts', rank: 1, clinician: true }))
  const mia = world.admit(anja, person('mia'))
  const bas = world.admit(anja, person('bas'))
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'anja', may: ['read', 'claim'] }, { person: 'mia', may: ['read', 'claim'] }, { person: 'bas', may: ['read', 'claim'] }]) })
  return { world, anja, mia, bas, state: () => foldRegister(world.events, world.pinned) }
}
const info = { mailbox: 'info', message: reference('m1') }
const refusals = (state: ReturnType<typeof foldRegister>) => problemsOf(state).flatMap((problem) => (problem.kind === 'refused' ? [problem.because] : [problem.kind]))

describe('a practice', () => {
  test('is what its events say', () => {
    const { state } = practice()
    const { law } = state()
    expect(law.name).toBe('De Linde')
    expect([...law.people.keys()]).toEqual(['anja', 'mia', 'bas'])
    expect([...law.people.get('anja')!.roles.keys()]).toEqual(['beheerder', 'logbeheerder'])
    expect(law.devices.size).toBe(3)
    expect(problemsOf(state())).toEqual([])
  })

  test('a mailbox is shared since it was first described, whatever is said of it later', () => {
    const { anja, state } = practice()
    const info = () => state().law.mailboxes.get('info')!
    const first = info().described.hash
    anja.say('mailbox-described', { mailbox: sharedMailbox('info', [], { owner: 'mia' }) })
    expect([info().described.hash, info().mailbox.owner]).toEqual([first, 'mia'])
  })

  test('a claim, a hand-over, and the end of it', () => {
    const { mia, bas, state } = practice()
    mia.say('claimed', { ...info, to: 'mia', note: null })
    expect(claimOf(state(), info, NOW).holder?.person).toBe('mia')
    mia.say('claimed', { ...info, to: 'bas', note: null })
    expect(claimOf(state(), info, NOW).holder).toMatchObject({ person: 'bas', by: 'mia' })
    bas.say('answering', { ...info, until: NOW + 60_000 })
    expect(claimOf(state(), info, NOW).answering).toEqual([{ person: 'bas', until: NOW + 60_000 }])
    expect(claimOf(state(), info, NOW + 60_000).answering).toEqual([])
    bas.say('finished', { ...info, how: 'answered' })
    expect(claimOf(state(), info, NOW)).toMatchObject({ holder: null, finished: { by: 'bas', how: 'answered' } })
    expect(refusals(state())).toEqual([])
  })

  test('two claims at once: the same one comes second everywhere', () => {
    const { world, mia, bas } = practice()
    const [last] = world.events.slice(-1)
    mia.see(last!).sayAlone('claimed', { ...info, to: 'mia', note: null })
    bas.see(last!).sayAlone('claimed', { ...info, to: 'bas', note: null })
    const one = foldRegister(world.events, world.pinned)
    const other = foldRegister(world.events.toReversed(), world.pinned)
    expect(claimOf(one, info, NOW)).toEqual(claimOf(other, info, NOW))
    expect(historyOf(one, info).map(({ lost }) => lost)).toEqual([false, true])
    expect(problemsOf(one)).toEqual([])
  })

  test('the claims of who left fall free', () => {
    const { anja, mia, bas, state } = practice()
    mia.say('claimed', { ...info, to: 'mia', note: null })
    anja.say('person-ended', { person: 'mia', until: NOW, cut: [anja.seen(mia)] })
    expect(claimOf(state(), info, NOW).holder).toBeNull()
    bas.say('claimed', { ...info, to: 'bas', note: null })
    expect(claimOf(state(), info, NOW).holder?.person).toBe('bas')
  })

  test('who leaves of their own accord has left: their claims fall free, and another workstation of theirs counts for nothing', () => {
    const { world, anja, mia, bas, state } = practice()
    const second = world.another(anja, 'mia', 'mia-2')
    mia.say('claimed', { ...info, to: 'mia', note: null })
    const left = mia.say('person-left', { person: 'mia', cut: [mia.seen(mia), mia.seen(second)] })
    expect(state().law.people.get('mia')!.ended).toMatchObject({ by: 'mia', hash: left.hash, until: NOW })
    expect(claimOf(state(), info, NOW).holder).toBeNull()
    bas.say('claimed', { ...info, to: 'bas', note: null })
    second.say('claimed', { mailbox: 'info', message: reference('m2'), to: 'mia', note: null })
    expect(claimOf(state(), info, NOW).holder?.person).toBe('bas')
    expect(refusals(state())).toEqual(['after-withdrawal'])
  })

  test('nobody says of another that they left, also who manages the practice', () => {
    const { anja, mia, bas, state } = practice()
    bas.say('person-left', { person: 'mia', cut: [] })
    anja.say('person-left', { person: 'mia', cut: [] })
    expect(refusals(state())).toEqual(['no-right', 'no-right'])
    mia.say('claimed', { ...info, to: 'mia', note: null })
    expect(claimOf(state(), info, NOW).holder?.person).toBe('mia')
  })

  test('the last manager cannot leave; of two who leave at once the same one stays, wherever it is read', () => {
    const { world, anja, mia, bas } = practice()
    anja.say('person-left', { person: 'anja', cut: [] })
    expect(refusals(foldRegister(world.events, world.pinned))).toEqual(['last-manager'])
    anja.say('role-given', { person: 'mia', role: 'beheerder' })
    const [last] = world.events.slice(-1)
    for (const [one, name] of [[anja, 'anja'], [mia, 'mia']] as const) one.see(last!).sayAlone('person-left', { person: name, cut: [] })
    const stays = (events: typeof world.events) => [...foldRegister(events, world.pinned).law.people.values()].flatMap(({ person: { id }, ended }) => (ended === null ? [id] : []))
    expect(stays(world.events)).toHaveLength(2)
    expect(stays(world.events)).toContain('bas')
    expect(stays(world.events.toReversed())).toEqual(stays(world.events))
    bas.say('person-left', { person: 'bas', cut: [] })
    expect(stays(world.events)).toHaveLength(1)
  })

  test('whom a manager ended at the same time was ended by the manager', () => {
    const { world, anja, mia } = practice()
    const [last] = world.events.slice(-1)
    mia.see(last!).sayAlone('person-left', { person: 'mia', cut: [] })
    anja.see(last!).sayAlone('released', info)
    anja.sayAlone('person-ended', { person: 'mia', until: NOW + DAY, cut: [anja.seen(mia)] })
    expect(foldRegister(world.events, world.pinned).law.people.get('mia')!.ended).toMatchObject({ by: 'anja', until: NOW + DAY })
  })

  test('a grant is given by the manager, and not by a colleague', () => {
    const { anja, mia, state } = practice()
    anja.say('private-agreed', { person: 'anja' })
    mia.say('grant-given', { grant: grant('g-1', { giver: 'anja', receiver: 'mia' }) })
    anja.say('grant-given', { grant: grant('g-2', { giver: 'anja', receiver: 'mia', until: NOW + 10 * DAY }) })
    expect([...state().law.grants.keys()]).toEqual(['g-2'])
    expect(refusals(state())).toEqual(['no-right'])
  })
})

describe('withdrawals', () => {
  const managers = () => {
    const here = practice()
    here.anja.say('role-given', { person: 'mia', role: 'beheerder' })
    here.anja.say('role-given', { person: 'bas', role: 'beheerder' })
    for (const one of [here.anja, here.mia, here.bas]) one.see(...here.world.events)
    return here
  }
  const standing = ({ law }: ReturnType<typeof foldRegister>) => [...law.people.values()].filter(({ ended, roles }) => ended === null && roles.has('beheerder')).map((one) => one.person.id)

  test.each([['the founder', 'anja', 'mia'], ['who was appointed first', 'mia', 'bas']] as const)('of two managers at once %s stays, whatever clock the other claims', (_, senior, junior) => {
    const here = managers()
    here[senior].clock += 50
    here[junior].sayAlone('person-ended', { person: senior, until: NOW, cut: [here[junior].seen(here[senior])] })
    here[senior].sayAlone('person-ended', { person: junior, until: NOW, cut: [here[senior].seen(here[junior], here[junior].sequence - 1)] })
    expect(standing(here.state())).not.toContain(junior)
    expect(standing(here.state())).toContain(senior)
    expect(problemsOf(here.state())[0]).toMatchObject({ kind: 'withdrew-each-other' })
  })

  test('the role alone goes the same way', () => {
    const here = managers()
    here.mia.sayAlone('role-withdrawn', { person: 'anja', role: 'beheerder', cut: [here.mia.seen(here.anja)] })
    here.anja.clock += 50
    here.anja.sayAlone('role-withdrawn', { person: 'mia', role: 'beheerder', cut: [here.anja.seen(here.mia, here.mia.sequence - 1)] })
    expect(standing(here.state())).toEqual(['anja', 'bas'])
    expect(refusals(here.state())).toEqual(['withdrew-each-other', 'withdrawn-at-once'])
  })

  test('a founder who was withdrawn, saw it and answers, answers in vain', () => {
    const here = managers()
    here.mia.say('person-ended', { person: 'anja', until: NOW, cut: [here.mia.seen(here.anja)] })
    here.anja.say('person-ended', { person: 'mia', until: NOW, cut: [here.anja.seen(here.mia)] })
    expect(standing(here.state())).toEqual(['mia', 'bas'])
    expect(refusals(here.state())).toEqual(['after-withdrawal'])
  })

  test('three in a ring: one outcome, with a manager left', () => {
    const here = managers()
    const ring = [here.anja, here.mia, here.bas]
    const names = ['anja', 'mia', 'bas']
    const cuts = ring.map((_, at) => [ring[at]!.seen(ring[(at + 1) % 3]!)])
    for (const [at, one] of ring.entries()) one.sayAlone('person-ended', { person: names[(at + 1) % 3]!, until: NOW, cut: cuts[at]! })
    expect(standing(here.state())).toContain('anja')
    expect(standing(here.state())).not.toContain('mia')
  })

  test('a cut that takes away what its own author stands on falls', () => {
    const here = managers()
    here.mia.say('device-revoked', { device: here.anja.device.id, because: 'lost', cut: [here.mia.seen(here.anja, 2)] })
    expect(standing(here.state())).toEqual(['anja', 'mia', 'bas'])
    expect(refusals(here.state())).toEqual(['cut-undoes-itself'])
  })

  test('nobody leaves the practice without a manager', () => {
    const { anja, state } = practice()
    anja.say('role-withdrawn', { person: 'anja', role: 'beheerder', cut: [anja.seen(anja)] })
    anja.say('person-ended', { person: 'anja', until: NOW, cut: [anja.seen(anja)] })
    expect([standing(state()), refusals(state())]).toEqual([['anja'], ['last-manager', 'last-manager']])
  })

  test('a role that comes back counts from there on', () => {
    const here = managers()
    here.anja.say('role-withdrawn', { person: 'mia', role: 'beheerder', cut: [here.anja.seen(here.mia)] })
    here.mia.say('person-added', { person: person('no') })
    here.anja.say('role-given', { person: 'mia', role: 'beheerder' })
    here.mia.say('person-added', { person: person('yes') })
    expect([...here.state().law.people.keys()]).toEqual(['anja', 'mia', 'bas', 'yes'])
    expect(refusals(here.state())).toEqual(['no-right'])
  })

  test('a forked workstation is frozen where it forked; revoked, what the manager names of it counts again', () => {
    const here = practice()
    here.mia.say('claimed', { ...info, to: 'mia', note: null })
    const branch = { sequence: here.mia.sequence, head: here.mia.head }
    here.mia.say('finished', { ...info, how: 'answered' })
    const honest = here.anja.seen(here.mia)
    Object.assign(here.mia, branch)
    here.mia.say('released', info)
    expect(claimOf(here.state(), info, NOW).finished).toBeNull()
    expect(refusals(here.state())).toEqual(['forked'])
    here.anja.say('device-revoked', { device: here.mia.device.id, because: 'forked', cut: [honest] })
    expect(claimOf(here.state(), info, NOW).finished).toMatchObject({ by: 'mia', how: 'answered' })
  })

  test('of a forked workstation nobody else says what counts: not a stranger, and not who revokes another one', () => {
    const here = practice()
    here.anja.say('role-given', { person: 'mia', role: 'beheerder' })
    const spare = here.world.another(here.anja, 'bas', 'bas-2')
    const branch = { sequence: here.mia.sequence, head: here.mia.head }
    here.mia.say('rule-set', { rule: 'R2', value: { mandate: true, delegation: false } })
    const named = here.anja.seen(here.mia)
    Object.assign(here.mia, branch)
    here.mia.say('rule-set', { rule: 'R2', value: { mandate: false, delegation: true } })
    const other = { device: here.mia.device.id, last: here.mia.sequence, hash: here.mia.head }
    here.world.workstation('eve').say('device-revoked', { device: here.mia.device.id, because: 'forked', cut: [other] })
    here.bas.say('device-revoked', { device: spare.device.id, because: 'lost', cut: [here.bas.seen(spare), other] })
    expect(here.state().law.rules.size).toBe(0)
    expect(refusals(here.state())).toEqual(['forked', 'unknown-author'])
    here.anja.say('device-revoked', { device: here.mia.device.id, because: 'forked', cut: [named] })
    expect(here.state().law.rules.get('R2')?.value).toEqual({ mandate: true, delegation: false })
  })

  test('what comes late of the branch that a manager named counts as if it had been there', () => {
    const { world, anja, mia } = practice()
    const branch = { sequence: mia.sequence, head: mia.head }
    const steps = [mia.say('claimed', { ...info, to: 'mia', note: null }), mia.say('answering', { ...info, until: NOW }), mia.say('finished', { ...info, how: 'answered' })]
    const named = anja.seen(mia)
    Object.assign(mia, branch)
    steps.push(mia.say('released', info))
    anja.say('device-revoked', { device: mia.device.id, because: 'forked', cut: [named] })
    const whole = shownState(foldRegister(world.events, world.pinned))
    for (const late of [[1], [2], [1, 2], [2, 1], [3, 2, 1], [0]].map((places) => places.map((place) => steps[place]!))) {
      const before = foldRegister(world.events.filter((event) => !late.includes(event)), world.pinned)
      expect(shownState(late.reduce((state, event) => addToState(state, [event]), before))).toEqual(whole)
    }
  })

  test('who comes back after a month brings what was done meanwhile', () => {
    const here = practice()
    here.mia.see(...here.world.events)
    for (let day = 0; day < 30; day++) here.bas.say('claimed', { mailbox: 'info', message: reference(`day ${String(day)}`), to: 'bas', note: null })
    here.mia.sayAlone('claimed', { mailbox: 'info', message: reference('day 3'), to: 'mia', note: null })
    here.mia.sayAlone('claimed', { ...info, to: 'mia', note: null })
    expect([claimOf(here.state(), info, NOW).holder?.person, claimOf(here.state(), { mailbox: 'info', message: reference('day 3') }, NOW).holder?.person]).toEqual(['mia', 'mia'])
    expect(problemsOf(here.state())).toEqual([])
  })
})
