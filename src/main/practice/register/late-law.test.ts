import { expect, test, vi } from 'vitest'
import { forge, messageOf, RealPractice } from '../../../../test/register/real-practice.ts'
import { shownState } from '../../../../test/register/shown-state.ts'
import { person, reference, sharedMailbox } from '../../../../test/register/workstation.ts'
import { foldRegister } from '../../../shared/practice/fold.ts'
import { eventsIn } from './event-table.ts'

// Of a register of years every one is long.
vi.mock('./limits.ts', async (original) => ({ ...(await original<object>()), REFOLD_AT_ONCE: 0, REFOLD_SLICE_MS: 0 }))
vi.mock('../../../shared/practice/limits.ts', async (original) => ({ ...(await original<object>()), RUNG_EVENTS: 1 }))

test('what comes late about the law holds at once, though all the rest is judged anew in between; what is said meanwhile is not lost', async () => {
  // given
  using practice = new RealPractice()
  const { anja } = practice
  const [mia, bas] = [practice.admit(anja, person('mia')), practice.admit(anja, person('bas'))]
  const members = (...names: string[]) => ({ kind: 'mailbox-described' as const, body: { mailbox: sharedMailbox('info', names.map((one) => ({ person: one, may: ['read', 'claim'] }))) } })
  anja.register.say([members('anja', 'mia', 'bas')])
  practice.deliver()
  const late = forge(anja, members('anja', 'bas'))
  const claim = (which: string) => ({ kind: 'claimed' as const, body: { mailbox: 'info', message: reference(which), to: 'mia', note: null } })
  // Without having seen that she works there no more.
  for (const which of ['m1', 'm2', 'm3', 'm4']) {
    mia.register.say([claim(which)])
    practice.deliver()
  }
  // when
  bas.register.take([messageOf(late)])
  // then
  const { register, db } = bas
  const claimants = () => [...register.state().law.members.get('info')?.at(-1)?.claimants ?? []].sort()
  expect(claimants()).toEqual(['anja', 'bas'])
  expect(register.state().work.messages.get('info')?.size).toBe(4)
  expect(register.say([{ kind: 'private-agreed', body: { person: 'bas' } }]).kind).toBe('said')
  // when
  await register.readToEnd()
  // then
  expect(register.problems().map((problem) => (problem.kind === 'refused' ? problem.because : problem.kind))).toEqual(['not-a-member', 'not-a-member', 'not-a-member', 'not-a-member'])
  expect(shownState(register.state(), 'outcomes')).toEqual(shownState(foldRegister(eventsIn(db), practice.root), 'outcomes'))
  expect(register.state().law.people.get('bas')?.privateAgreed).not.toBeNull()
})
