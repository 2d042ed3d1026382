import { expect, test } from 'vitest'
import { grant, person, sharedMailbox, World } from '../../../test/register/workstation.ts'
import { foldRegister } from './fold.ts'
import { grantInWords } from './grant-words.ts'

const world = new World()
const anja = world.found(person('anja', { name: 'Anja' }))
world.admit(anja, person('tom', { name: 'Tom' }))
world.admit(anja, person('mia', { name: 'Mia' }))
anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'tom', may: ['read'] }], { name: 'Info' }) })
const state = foldRegister(world.events, world.pinned)

/** In the practice, wherever the computer is that says it. */
const day = (date: number, hours = 0) => Date.UTC(2026, 2, date, hours - 1)
const at = day(2, 9)
const midnight = day(13)

test.each([
  ['nl', { until: midnight, maxAgeDays: 7 }, 'Mia leest tot en met 12 maart de berichten van Tom, niet ouder dan 7 dagen, behalve privé'],
  ['en', { until: midnight, maxAgeDays: 7 }, 'Mia reads the messages of Tom up to and including 12 March, no older than 7 days, except private ones'],
  ['nl', { until: null, maxAgeDays: 1, careEpisodeOnly: true }, 'Mia leest de berichten van Tom, niet ouder dan 1 dag, alleen over patiënten met lopende zorg, behalve privé'],
  ['nl', { from: day(5), until: day(12, 17), urgentFirst: true }, 'Mia leest van 5 maart tot 12 maart 17:00 de berichten van Tom, behalve privé, spoed eerst'],
  ['nl', { from: day(5), until: null }, 'Mia leest vanaf 5 maart de berichten van Tom, behalve privé'],
  ['nl', { kind: 'mandate', until: null, acts: ['read', 'file', 'draft', 'send'] }, 'Mia mag de berichten van Tom lezen en opbergen, behalve privé, en mag in naam van Tom berichten versturen'],
  ['en', { kind: 'mandate', until: null, acts: ['read', 'file', 'mark', 'send'] }, 'Mia may read, mark and file the messages of Tom, except private ones, and may send messages in the name of Tom'],
  ['nl', { kind: 'delegation', until: Date.UTC(2026, 11, 31, 23), acts: ['send'] }, 'Mia mag tot en met 31 december in plaats van Tom onder eigen naam berichten versturen'],
  ['nl', { mailbox: 'info', until: Date.UTC(2027, 5, 1, 22), acts: ['read', 'draft'] }, 'Mia leest tot en met 1 juni 2027 de berichten in Info, en mag voor Tom concepten schrijven'],
] as const)('%s %o', (language, change, sentence) => {
  expect(grantInWords(state, grant('g', { from: at, ...change, acts: [...('acts' in change ? change.acts : ['read' as const])] }), { language, at })).toBe(sentence)
})

test('without the time now the beginning is said, unless it was over when the grant was given', () => {
  expect(grantInWords(state, grant('g', { from: at, until: midnight }), 'nl')).toContain('van 2 maart tot en met 12 maart')
})
