import { describe, expect, test } from 'vitest'
import { DAY, grant, NOW, person, reference, sharedMailbox, World, type Workstation } from '../../../test/register/workstation.ts'
import type { Act } from './act.ts'
import { foldRegister } from './fold.ts'
import type { Grant } from './grant.ts'
import { may, waitsForTime, type AskedMessage, type Question } from './may.ts'
import type { Person } from './person.ts'
import type { PracticeRule, RuleValues } from './practice-rules.ts'
import { problemsOf } from './problems.ts'

/** De Linde: Anja founded it; Tom is a doctor, Mia his assistant, Bas another; Lot is a locum until tomorrow; Ivo looks after the computers. */
function practice() {
  const world = new World()
  const anja = world.found(person('anja', { rank: 1, clinician: true }))
  const stations = new Map<string, Workstation>([['anja', anja]])
  const staff: Person[] = [
    person('tom', { rank: 2, clinician: true }), person('mia', { rank: 5 }), person('bas', { rank: 5 }), person('lot', { kind: 'locum', employed: false, clinician: true, rank: 2, until: NOW + DAY }),
    person('ivo', { rank: 6, employed: false, address: 'ivo@computers.test' }),
  ]
  for (const one of staff) stations.set(one.id, world.admit(anja, one))
  anja.say('role-given', { person: 'ivo', role: 'ict' })
  for (const one of ['anja', 'tom', 'mia']) anja.say('private-agreed', { person: one })
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'mia', may: ['read', 'claim', 'send'] }, { person: 'lot', may: ['read'] }], { owner: 'mia' }) })
  const rule = <Name extends PracticeRule['rule']>(name: Name, value: RuleValues[Name]) => anja.say('rule-set', { rule: name, value } as PracticeRule)
  const state = () => foldRegister(world.events, world.pinned)
  const station = (who: string) => stations.get(who)!
  return {
    world, anja, rule, state, station,
    give: (given: Partial<Grant>, by = 'anja') => void station(by).say('grant-given', { grant: grant('g', given) }),
    ask: (who: string, act: Act, change: Partial<Question> = {}) => {
      const answer = may(state(), { person: who, device: station(who).device.id, act, mailbox: { kind: 'own', person: 'tom' }, message: null, at: NOW, ...change })
      return answer.allowed ? answer.by : answer.because
    },
    refused: () => problemsOf(state()).map((problem) => (problem.kind === 'refused' ? problem.because : problem.kind)),
  }
}
const info = { kind: 'shared', id: 'info' } as const
const message = (change: Partial<AskedMessage> = {}): AskedMessage => ({ receivedAt: NOW - 60_000, isPrivate: false, patient: null, mine: false, ...change })

describe('FM-01, FM-04: a person, at a workstation of their own, in a mailbox of which they are a member', () => {
  const here = practice()
  test.each([
    ['mia', 'read', { mailbox: info }, 'member'], ['mia', 'send', { mailbox: info }, 'member'], ['mia', 'delete', { mailbox: info }, 'not-a-member'], ['bas', 'read', { mailbox: info }, 'not-a-member'],
    ['anja', 'read', { mailbox: info }, 'not-a-member'], ['mia', 'read', { mailbox: { kind: 'shared', id: 'none' } }, 'unknown-mailbox'], ['mia', 'read', { mailbox: null }, 'no-mailbox'],
    ['tom', 'read', {}, 'own'], ['tom', 'export', {}, 'own'], ['mia', 'read', {}, 'no-grant'], ['anja', 'read', {}, 'no-grant'],
    ['mia', 'read', { mailbox: { kind: 'own', person: 'nobody' } }, 'unknown-mailbox'], ['tom', 'read', { mailbox: { kind: 'own', person: 'tom' }, message: message({ isPrivate: true }) }, 'own'],
    ['mia', 'read', { mailbox: info, person: 'eve' }, 'unknown-person'], ['mia', 'read', { mailbox: info, person: '__proto__' }, 'unknown-person'],
    ['mia', 'read', { mailbox: info, device: here.station('bas').device.id }, 'unknown-device'], ['mia', 'manage-own', {}, 'own'],
  ] as const)('%s %s %o: %s', (who, act, change, expected) => {
    expect(here.ask(who, act, change)).toBe(expected)
  })

  test('who has left, or whose workstation was revoked or forked, does nothing', () => {
    const here = practice()
    here.anja.say('person-ended', { person: 'bas', until: NOW, cut: [here.anja.seen(here.station('bas'))] })
    here.anja.say('device-revoked', { device: here.station('mia').device.id, because: 'lost', cut: [here.anja.seen(here.station('mia'))] })
    here.station('tom').say('private-agreed', { person: 'tom' })
    here.station('tom').sequence = 0
    here.station('tom').head = null
    here.station('tom').say('private-agreed', { person: 'tom' })
    expect([here.ask('bas', 'manage-own'), here.ask('mia', 'read', { mailbox: info }), here.ask('tom', 'read')]).toEqual(['person-ended', 'device-revoked', 'device-forked'])
  })
})

describe('roles', () => {
  const here = practice()
  const practiceActs = ['describe-mailbox', 'admit', 'end-person', 'revoke-device', 'give-role', 'set-rule'] as const
  test.each(practiceActs)('%s is the manager\'s', (act) => {
    expect([here.ask('anja', act), here.ask('ivo', act), here.ask('mia', act)]).toEqual(['role', 'no-role', 'no-role'])
  })
  test.each([
    ['anja', 'open-log', 'role'], ['anja', 'export-log', 'role'], ['mia', 'open-log', 'no-role'], ['ivo', 'open-log', 'no-role'], ['anja', 'give-grant', 'role'], ['ivo', 'give-grant', 'role'], ['mia', 'give-grant', 'no-role'],
  ] as const)('LOG-04, FM-09: %s %s: %s', (who, act, expected) => {
    expect(here.ask(who, act)).toBe(expected)
  })
  test('R4, FM-10: the log of a shared mailbox is checked by its owner too', () => {
    expect([here.ask('mia', 'check-log', { mailbox: info }), here.ask('bas', 'check-log', { mailbox: info }), here.ask('mia', 'check-log')]).toEqual(['own', 'no-role', 'no-role'])
  })
})

/** Under the rules given, is this grant given, and does it open Tom's mail for Mia? */
const grants: readonly (readonly [string, Partial<RuleValues>, Partial<Grant>, string])[] = [
  ['FM-07 cover', {}, {}, 'grant'],
  ['FM-07 without an end', {}, { until: null }, 'no-end'],
  ['FM-07 without a reason', {}, { reason: ' ' }, 'no-reason'],
  ['FM-07 not begun', {}, { from: NOW + 1 }, 'not-yet'],
  ['FM-07 over at its last millisecond', {}, { until: NOW }, 'over'],
  ['FM-07 one millisecond to go', {}, { until: NOW + 1 }, 'grant'],
  ['R1 by managers only: to staff', { R1: { reads: 'manager', grantedBy: 'manager' } }, {}, 'rule-forbids'],
  ['R1 by managers only: to a manager', { R1: { reads: 'manager', grantedBy: 'manager' } }, { receiver: 'anja' }, 'no-grant'],
  ['R1 screening urgent mail: without urgent first', { R1: { reads: 'urgent-screen', grantedBy: 'manager' } }, {}, 'rule-forbids'],
  ['R1 screening urgent mail: with', { R1: { reads: 'urgent-screen', grantedBy: 'manager' } }, { urgentFirst: true }, 'grant'],
  ['FM-05 mandate under the default R2', {}, { kind: 'mandate', consent: 'map 3' }, 'rule-forbids'],
  ['FM-05 mandate', { R2: { mandate: true, delegation: false } }, { kind: 'mandate', consent: 'map 3', until: null }, 'grant'],
  ['FM-05 mandate without consent', { R2: { mandate: true, delegation: false } }, { kind: 'mandate' }, 'no-consent'],
  ['FM-05 mandate outside the own domain', { R2: { mandate: true, delegation: false } }, { kind: 'mandate', consent: 'map 3', receiver: 'ivo' }, 'outside-domain'],
  ['FM-05 delegation under the default R2', {}, { kind: 'delegation' }, 'rule-forbids'],
  ['FM-05 delegation', { R2: { mandate: false, delegation: true } }, { kind: 'delegation', until: null }, 'grant'],
  ['FM-05 delegation to who is not employed', { R2: { mandate: false, delegation: true } }, { kind: 'delegation', receiver: 'ivo' }, 'not-employed'],
  ['FM-05 delegation to a locum', { R2: { mandate: false, delegation: true } }, { kind: 'delegation', receiver: 'lot' }, 'not-employed'],
  ['FM-05 delegation upwards', { R2: { mandate: false, delegation: true } }, { kind: 'delegation', giver: 'mia', mailbox: 'mia', receiver: 'tom' }, 'not-below'],
  ['FM-05 delegation to an equal', { R2: { mandate: false, delegation: true } }, { kind: 'delegation', giver: 'mia', mailbox: 'mia', receiver: 'bas' }, 'not-below'],
  ['FM-06 with both limits', {}, { kind: 'subordinate', maxAgeDays: 7, careEpisodeOnly: true }, 'grant'],
  ['FM-06 without the age', {}, { kind: 'subordinate', careEpisodeOnly: true }, 'needs-age-limit'],
  ['FM-06 with eight days', {}, { kind: 'subordinate', maxAgeDays: 8, careEpisodeOnly: true }, 'needs-age-limit'],
  ['FM-06 without the episode', {}, { kind: 'subordinate', maxAgeDays: 7 }, 'needs-episodes'],
  ['FM-06 of who is no clinician', {}, { kind: 'subordinate', giver: 'mia', mailbox: 'mia', receiver: 'ivo', maxAgeDays: 7, careEpisodeOnly: true }, 'not-a-clinician'],
  ['FM-06 upwards', {}, { kind: 'subordinate', receiver: 'anja', maxAgeDays: 7, careEpisodeOnly: true }, 'not-below'],
  ['R3 none', { R3: { access: 'none' } }, { kind: 'subordinate', maxAgeDays: 7, careEpisodeOnly: true }, 'rule-forbids'],
  ['R3 subordinates only', { R3: { access: 'subordinates' } }, { kind: 'subordinate' }, 'grant'],
  ['R3 recent episodes only', { R3: { access: 'recent-episode' } }, { kind: 'subordinate', receiver: 'anja', maxAgeDays: 7, careEpisodeOnly: true }, 'no-grant'],
  ['FM-08 before private use was agreed', {}, { giver: 'bas', mailbox: 'bas' }, 'private-not-agreed'],
  ['FM-11 export by a locum', {}, { receiver: 'lot', acts: ['read', 'export'] }, 'locum-exports'],
  ['to oneself', {}, { receiver: 'tom' }, 'same-person'],
  ['of a shared mailbox, by who has it', {}, { giver: 'mia', mailbox: 'info', receiver: 'bas' }, 'no-grant'],
  ['of a shared mailbox, by who does not', {}, { giver: 'tom', mailbox: 'info' }, 'not-the-givers'],
  ['of a shared mailbox, more than one has', {}, { giver: 'mia', mailbox: 'info', receiver: 'bas', acts: ['read', 'delete'] }, 'not-the-givers'],
  ['of another\'s mail', {}, { giver: 'tom', mailbox: 'anja' }, 'unknown-mailbox'],
  ['to nobody', {}, { receiver: 'eve' }, 'unknown-person'],
]

describe('grants', () => {
  test.each(grants)('%s', (_, rules, given, expected) => {
    const here = practice()
    for (const [name, value] of Object.entries(rules) as [PracticeRule['rule'], never][]) here.rule(name, value)
    here.give(given)
    const [refusal] = here.refused()
    expect(refusal ?? here.ask('mia', 'read')).toBe(expected)
  })

  test('FM-05: one delegate for each giver; another once the first is withdrawn, or after it ended', () => {
    const here = practice()
    here.rule('R2', { mandate: false, delegation: true })
    here.give({ id: 'g-1', kind: 'delegation', until: NOW + DAY })
    here.give({ id: 'g-2', kind: 'delegation', receiver: 'bas', until: NOW + 2 * DAY })
    expect(here.refused()).toEqual(['one-delegate'])
    here.give({ id: 'g-3', kind: 'delegation', receiver: 'bas', from: NOW + DAY, until: null })
    here.give({ id: 'g-4', kind: 'delegation', receiver: 'bas', until: NOW + 1, giver: 'anja', mailbox: 'anja' })
    expect([...here.state().law.grants.keys()]).toEqual(['g-1', 'g-3', 'g-4'])
    here.station('tom').say('grant-withdrawn', { grant: 'g-1' })
    here.give({ id: 'g-5', kind: 'delegation', receiver: 'bas', until: NOW + DAY })
    expect(here.state().law.grants.has('g-5')).toBe(true)
    expect(here.ask('mia', 'read')).toBe('no-grant')
  })

  test('FM-09: who looks after the computers gives on written request only, and never to themselves', () => {
    const here = practice()
    here.give({ id: 'g-1' }, 'ivo')
    here.give({ id: 'g-2', receiver: 'ivo', writtenRequest: 'mail 12' }, 'ivo')
    here.give({ id: 'g-3', writtenRequest: 'mail 12' }, 'ivo')
    expect(here.refused()).toEqual(['no-written-request', 'no-right'])
    expect(here.ask('mia', 'read')).toBe('grant')
  })

  test('R1: the absent person gives cover where the practice says so, and nothing else', () => {
    const here = practice()
    here.give({ id: 'g-1' }, 'tom')
    expect([here.ask('tom', 'give-grant'), here.refused()]).toEqual(['no-role', ['no-right']])
    here.rule('R1', { reads: 'replacement', grantedBy: 'employee' })
    here.give({ id: 'g-2' }, 'tom')
    here.give({ id: 'g-3', kind: 'subordinate', maxAgeDays: 7, careEpisodeOnly: true }, 'tom')
    expect([here.ask('tom', 'give-grant'), here.ask('mia', 'read'), here.refused()]).toEqual(['own', 'grant', ['no-right', 'no-right']])
  })

  test('a grant says in whose name it is done', () => {
    const here = practice()
    here.give({})
    const { device } = here.station('mia')
    expect(may(here.state(), { person: 'mia', device: device.id, act: 'read', mailbox: { kind: 'own', person: 'tom' }, message: null, at: NOW })).toEqual({ allowed: true, by: 'grant', grant: 'g', onBehalfOf: 'tom' })
    expect(here.ask('mia', 'send')).toBe('no-grant')
  })

  test('a rule that is changed later closes what was given before', () => {
    const here = practice()
    here.rule('R2', { mandate: true, delegation: false })
    here.give({ kind: 'mandate', consent: 'map 3' })
    expect(here.ask('mia', 'read')).toBe('grant')
    here.rule('R2', { mandate: false, delegation: false })
    expect(here.ask('mia', 'read')).toBe('rule-forbids')
  })

  test('so does a rank, a membership, an agreement of who left, a withdrawal by either side', () => {
    const here = practice()
    here.give({ kind: 'subordinate', maxAgeDays: 7, careEpisodeOnly: true })
    here.anja.say('person-changed', { person: person('mia', { rank: 2 }) })
    expect(here.ask('mia', 'read')).toBe('not-below')
    here.give({ id: 'g-2', giver: 'mia', mailbox: 'info', receiver: 'bas' })
    expect(here.ask('bas', 'read', { mailbox: info })).toBe('grant')
    here.anja.say('mailbox-described', { mailbox: sharedMailbox('info', [], { owner: 'mia' }) })
    expect(here.ask('bas', 'read', { mailbox: info })).toBe('not-the-givers')
    here.give({ id: 'g-3', receiver: 'bas' })
    here.station('bas').say('grant-withdrawn', { grant: 'g-3' })
    expect(here.ask('bas', 'read')).toBe('no-grant')
  })
})

describe('what a grant keeps closed', () => {
  const patient = reference('patient')
  const old = (days: number, more = 0) => ({ message: message({ receivedAt: NOW - days * DAY - more, patient }) })
  const here = practice()
  here.give({ kind: 'subordinate', maxAgeDays: 7, careEpisodeOnly: true, acts: ['read', 'export'] })
  here.station('tom').say('care-episode', { patient, clinician: 'tom', current: true })
  here.station('mia').say('care-episode', { patient: reference('other'), clinician: 'tom', current: true })

  test.each([
    ['FM-06 younger than seven days', old(7, -1), 'grant'], ['FM-06 seven days to the millisecond', old(7), 'too-old'], ['FM-06 a month', old(30), 'too-old'],
    ['FM-06 a patient in current care', { message: message({ patient }) }, 'grant'], ['FM-06 nobody\'s patient', { message: message() }, 'no-episode'],
    ['FM-06 marked by another than the clinician', { message: message({ patient: reference('other') }) }, 'no-episode'],
    ['FM-08 private', { message: message({ patient, isPrivate: true }) }, 'private'], ['FM-08 private and old', { message: message({ patient, isPrivate: true, receivedAt: 0 }) }, 'private'],
    ['what one wrote oneself', { message: message({ receivedAt: 0, mine: true }) }, 'grant'], ['FM-08 also when one wrote it', { message: message({ mine: true, isPrivate: true }) }, 'private'],
    ['the mailbox as a whole', {}, 'grant'],
  ] as const)('%s', (_, change, expected) => {
    expect([here.ask('mia', 'read', change), here.ask('mia', 'export', change)]).toEqual([expected, expected])
  })

  test('care that is over closes it again', () => {
    here.station('tom').say('care-episode', { patient, clinician: 'tom', current: false })
    expect(here.ask('mia', 'read', { message: message({ patient }) })).toBe('no-episode')
  })
})

describe('FM-11: a locum, and the time', () => {
  const here = practice()
  here.give({ receiver: 'lot' })
  here.give({ id: 'g-2', receiver: 'mia' })
  test.each([
    ['lot', 'read', { at: NOW + DAY - 1 }, 'grant'], ['lot', 'read', { at: NOW + DAY }, 'over'], ['lot', 'manage-own', { at: NOW + 900 * DAY }, 'over'], ['lot', 'manage-own', { at: 'unknown' }, 'time-unknown'],
    ['lot', 'read', { mailbox: info, at: 'unknown' }, 'time-unknown'], ['lot', 'export', { mailbox: { kind: 'own', person: 'lot' } }, 'locum-exports'], ['lot', 'read', { mailbox: { kind: 'own', person: 'lot' } }, 'own'],
    ['lot', 'read', { mailbox: info }, 'member'], ['mia', 'read', { at: 'unknown' }, 'time-unknown'], ['mia', 'read', { mailbox: info, at: 'unknown' }, 'member'], ['tom', 'read', { at: 'unknown' }, 'own'],
    ['mia', 'read', { at: NOW + 5 * DAY }, 'over'], ['mia', 'read', { at: NOW - 5 * DAY }, 'not-yet'],
    // A clock that was set forward, and the latest that a server is known to have said: it began a day ago, and ends in a day.
    ['mia', 'read', { at: NOW, least: NOW - DAY - 1 }, 'time-unknown'], ['mia', 'read', { at: NOW, least: NOW - DAY }, 'grant'], ['mia', 'read', { at: NOW, least: 0 }, 'time-unknown'],
    ['mia', 'read', { at: NOW + DAY - 1, least: NOW - DAY }, 'grant'], ['mia', 'read', { at: NOW + DAY, least: NOW - DAY }, 'over'], ['mia', 'read', { at: NOW - 5 * DAY, least: NOW }, 'not-yet'],
    ['mia', 'read', { mailbox: info, least: 0 }, 'member'], ['tom', 'read', { least: 0 }, 'own'],
  ] as const)('%s %s %o: %s', (who, act, change, expected) => {
    expect(here.ask(who, act, change)).toBe(expected)
  })

  test('a server is asked while something has begun by this computer\'s clock alone, and not for what is over, withdrawn or another\'s', () => {
    const asks = (person: string, at: number, least: number) => waitsForTime(here.state(), { person, at, least })
    expect([asks('mia', NOW, NOW - DAY - 1), asks('mia', NOW, NOW - DAY), asks('mia', NOW + DAY, 0), asks('mia', NOW - DAY - 1, 0), asks('bas', NOW, 0)]).toEqual([true, false, false, false, false])
    here.anja.say('grant-withdrawn', { grant: 'g-2' })
    expect(asks('mia', NOW, 0)).toBe(false)
  })

  test('never exports, wherever it was written down', () => {
    const here = practice()
    here.anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'lot', may: ['read', 'export'] }], { owner: 'mia' }) })
    here.anja.say('role-given', { person: 'lot', role: 'logbeheerder' })
    expect([here.refused(), here.ask('lot', 'export-log')]).toEqual([['locum-exports'], 'locum-exports'])
  })
})
