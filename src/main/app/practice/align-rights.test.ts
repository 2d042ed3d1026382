import { expect, test } from 'vitest'
import { RealPractice } from '../../../../test/register/real-practice.ts'
import { DAY, grant, NOW, person } from '../../../../test/register/workstation.ts'
import { leftTheRegister, wantedInOwn } from './align-rights.ts'

test('on the server one\'s own folders follow what the register gave, and leave what another program gave alone', () => {
  // given
  using practice = new RealPractice()
  const { register } = practice.anja
  const people = ['mia', 'bas', 'tom', 'eva'].map((id) => ({ kind: 'person-added' as const, body: { person: person(id, { rank: 3 }) } }))
  register.say([...people, { kind: 'private-agreed', body: { person: 'anja' } }])
  register.say(['mia', 'bas'].map((receiver) => ({ kind: 'grant-given' as const, body: { grant: grant(`to-${receiver}`, { giver: 'anja', receiver, from: NOW - DAY, until: NOW + DAY }) } })))
  register.say([{ kind: 'grant-withdrawn', body: { grant: 'to-bas' } }, { kind: 'person-ended', body: { person: 'tom', until: NOW, cut: [] } }])
  const state = register.state()
  const me = state.law.people.get('anja')!
  const wanted = (at: number | 'unknown') => wantedInOwn({ state, me, at }).map(({ login, acts }) => `${login.split('@')[0] ?? ''} ${acts.join()}`)
  // then: Mia has a cover, Bas had one, Tom has left, and of Eva the register says nothing
  expect(wanted(NOW)).toEqual(['mia read', 'bas ', 'tom '])
  expect(wanted(NOW + 2 * DAY)).toEqual(['mia ', 'bas ', 'tom '])
  expect(wanted('unknown')).toEqual(['mia ', 'bas ', 'tom '])
})

test('the register is shut for who left of their own accord, and not for who came back', () => {
  // given
  using practice = new RealPractice()
  const stations = ['mia', 'bas'].map((id) => practice.admit(practice.anja, person(id)))
  const { register } = practice.anja
  register.say([{ kind: 'person-added', body: { person: person('tom') } }, { kind: 'person-ended', body: { person: 'tom', until: NOW, cut: [] } }])
  // when
  for (const [at, id] of ['mia', 'bas'].entries()) stations[at]!.register.say([{ kind: 'person-left', body: { person: id, cut: [] } }])
  practice.deliver()
  // then
  expect(leftTheRegister(register.state())).toEqual(['mia@delinde.test', 'bas@delinde.test'])
  register.say([{ kind: 'person-added', body: { person: person('mia-again', { address: 'Mia@delinde.test' }) } }])
  expect(leftTheRegister(register.state())).toEqual(['bas@delinde.test'])
})
