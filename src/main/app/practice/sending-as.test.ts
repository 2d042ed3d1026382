import { expect, test } from 'vitest'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { foldRegister } from '../../../shared/practice/fold.ts'
import { person, sharedMailbox, World } from '../../../../test/register/workstation.ts'
import { isStillNamed, sendingAs } from './sending-as.ts'
import type { Member, PracticeRoom } from './room.ts'

/** Anja, who may send in the mailbox info. */
function roomWith(folders: readonly string[], path = 'Praktijk/info'): Parameters<typeof sendingAs>[0] {
  const world = new World()
  const anja = world.found(person('anja', { name: 'Anja de Vries', function: 'huisarts' }))
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'anja', may: ['read', 'send'] }], { name: 'Recepten', path }) })
  const state: PracticeState = foldRegister(world.events, world.pinned)
  const member = { state, me: state.law.people.get('anja')! } as Member
  return {
    member: () => member, named: (id) => ({ kind: 'shared', id }), rights: { ask: () => ({ allowed: true, by: 'member', grant: null, onBehalfOf: null }) } as unknown as PracticeRoom['rights'],
    sharedFolders: () => folders.map((one) => ({ path: one, name: one.split(/[./]/).at(-1) ?? '' })) as unknown as ReturnType<PracticeRoom['sharedFolders']>,
  }
}

test.each([
  ['its own folder for sent mail', ['Praktijk/info', 'Praktijk/info/Verzonden'], 'Praktijk/info/Verzonden'],
  ['never that of a mailbox whose name begins the same', ['Praktijk/info', 'Praktijk/info2/Verzonden', 'Praktijk/informatie/Sent'], 'Praktijk/info/Verzonden'],
  ['the one nearest to the mailbox', ['Praktijk/info/2024/Verzonden', 'Praktijk/info/Sent'], 'Praktijk/info/Sent'],
  ['the usual name where there is none', ['Praktijk/info'], 'Praktijk/info/Verzonden'],
])('the copy goes to %s', (_, folders, expected) => {
  expect(sendingAs(roomWith(folders), 'info')).toEqual({ address: 'info@delinde.test', name: 'Anja de Vries (huisarts), De Linde', author: 'Anja de Vries', folder: expected })
})

test('below a mailbox at the top the server\'s own delimiter is written', () => {
  expect(sendingAs(roomWith(['info', 'recepten/Archief'], 'info'), 'info')).toMatchObject({ folder: 'info/Verzonden' })
  expect(sendingAs(roomWith(['info'], 'info'), 'info')).toMatchObject({ folder: 'info.Verzonden' })
})

const [tom, info] = [{ address: 'tom@delinde.test' }, { address: 'info@delinde.test' }]
test.each([
  ['a mandate that still holds', tom, { address: 'Tom@delinde.test' }, true],
  ['a mandate that became the right to write in one\'s own name', tom, null, false],
  ['a right that was withdrawn', tom, 'refused', false],
  ['a mailbox that has another address since', info, { address: 'post@delinde.test' }, false],
  ['one\'s own name', null, null, true],
  ['a delegation that was withdrawn', null, 'refused', false],
] as const)('what waited in the outbox under %s', (_, letter, now, goes) => {
  expect(isStillNamed(letter, now)).toBe(goes)
})
