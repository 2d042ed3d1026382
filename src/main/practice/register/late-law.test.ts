import { expect, test } from 'vitest'
import { forge, nextPlace, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { shownState } from '../../../../test/register/shown-state.ts'
import { person, reference, sharedMailbox } from '../../../../test/register/workstation.ts'
import { foldRegister } from '../../../shared/practice/fold.ts'
import { RUNG_EVENTS } from '../../../shared/practice/limits.ts'
import { eventsIn } from './event-table.ts'
import { REFOLD_AT_ONCE } from './limits.ts'
import { signEvent, type SignedEvent } from './signed-event.ts'

/** Of a register of years: neither folded anew at once, nor from one of the two states that are kept. */
const BATCH = Math.max(RUNG_EVENTS, REFOLD_AT_ONCE) + 1
const LONG = 3 * BATCH

/** Claims of as many messages, all of them after whatever is said now: where two clocks are the same, their hashes, by chance, would decide. */
function claimsOf(mia: RealStation): SignedEvent[] {
  const place = nextPlace(mia)
  const claims: SignedEvent[] = []
  for (let more = 0; more < LONG; more += 1) {
    const previous = claims.at(-1)?.checked.hash ?? place.previous
    const body = { mailbox: 'info', message: reference(`m${String(more)}`), to: 'mia', note: null }
    claims.push(signEvent(mia.keys, { ...place, sequence: place.sequence + more, previous, clock: place.clock + 1 + more }, { kind: 'claimed', body }))
  }
  return claims
}

test('what comes late about the law holds at once, though all the rest is judged anew in between; what is said meanwhile is not lost', async () => {
  // given
  using practice = new RealPractice()
  const { anja } = practice
  const [mia, bas] = [practice.admit(anja, person('mia')), practice.admit(anja, person('bas'))]
  const members = (...names: string[]) => ({ kind: 'mailbox-described' as const, body: { mailbox: sharedMailbox('info', names.map((one) => ({ person: one, may: ['read', 'claim'] }))) } })
  anja.register.say([members('anja', 'mia', 'bas')])
  practice.deliver()
  const late = forge(anja, members('anja', 'bas'))
  // Without having seen that she works there no more.
  const claims = claimsOf(mia)
  const take = (events: SignedEvent[]) => bas.register.takeRead(events.map((signed) => ({ kind: 'signed', signed })))
  for (let from = 0; from < LONG; from += BATCH) take(claims.slice(from, from + BATCH))
  // when
  take([late])
  // then
  const { register, db } = bas
  const claimants = () => [...register.state().law.members.get('info')?.at(-1)?.claimants ?? []].sort()
  expect(claimants()).toEqual(['anja', 'bas'])
  expect(register.state().work.messages.get('info')?.size).toBe(LONG)
  expect(register.say([{ kind: 'private-agreed', body: { person: 'bas' } }]).kind).toBe('said')
  // when
  await register.readToEnd()
  // then
  expect(register.problems().map((problem) => (problem.kind === 'refused' ? problem.because : problem.kind))).toEqual(claims.map(() => 'not-a-member'))
  expect(shownState(register.state(), 'outcomes')).toEqual(shownState(foldRegister(eventsIn(db), practice.root), 'outcomes'))
  expect(register.state().law.people.get('bas')?.privateAgreed).not.toBeNull()
})
