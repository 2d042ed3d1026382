import { describe, expect, test } from 'vitest'
import { DAY, grant, NOW, person, reference, sharedMailbox, World } from '../../../test/register/workstation.ts'
import { claimOf, historyOf } from './claims.ts'
import { foldRegister } from './fold.ts'
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

  test('a grant is given by the manager, and not by a colleague', () => {
    const { anja, mia, state } = practice()
    anja.say('private-agreed', { person: 'anja' })
    mia.say('grant-given', { grant: grant('g-1', { giver: 'anja', receiver: 'mia' }) })
    anja.say('grant-given', { grant: grant('g-2', { giver: 'anja', receiver: 'mia', until: NOW + 10 * DAY }) })
    expect([...state().law.grants.keys()]).toEqual(['g-2'])
    expect(refusals(state())).toEqual(['no-right'])
  })
})
