import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { enveloped, forge, messageOf, namedAt, nextPlace, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { DAY, grant, hashOf, NOW, person, reference, sharedMailbox } from '../../../../test/register/workstation.ts'
import { canonicalText } from '../../../shared/practice/canonical.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { may } from '../../../shared/practice/may.ts'
import { sealFor } from './sealing.ts'
import { signedBody, signEvent, type Saying, type SignedEvent } from './signed-event.ts'

/** A practice with two managers (Anja founded it, Tom came second), Mia and Bas at the desk, and a grant that was withdrawn. */
interface Scene { readonly practice: RealPractice; readonly anja: RealStation; readonly tom: RealStation; readonly mia: RealStation; readonly bas: RealStation; readonly withdrawn: Uint8Array }

const coverOfTom = grant('grant-1', { giver: 'tom', receiver: 'mia' })
const info = sharedMailbox('info', ['anja', 'tom', 'mia'].map((one) => ({ person: one, may: ['read', 'claim', 'send'] })))

function scene(): Scene {
  const practice = new RealPractice()
  const { anja } = practice
  const tom = practice.admit(anja, person('tom', { rank: 2, clinician: true }))
  const mia = practice.admit(anja, person('mia'))
  const bas = practice.admit(anja, person('bas'))
  said(anja, { kind: 'role-given', body: { person: 'tom', role: 'beheerder' } }, { kind: 'private-agreed', body: { person: 'tom' } }, { kind: 'mailbox-described', body: { mailbox: info } })
  said(anja, { kind: 'grant-given', body: { grant: coverOfTom } })
  practice.deliver()
  const withdrawn = practice.folder.at(-1)!
  said(anja, { kind: 'grant-withdrawn', body: { grant: 'grant-1' } })
  practice.deliver()
  return { practice, anja, tom, mia, bas, withdrawn }
}

function said({ register }: RealStation, ...sayings: readonly Saying[]): void {
  expect(register.say(sayings).kind).toBe('said')
}

/** What the practice is, without what was refused. */
const standing = ({ law, work }: PracticeState): unknown => JSON.parse(JSON.stringify([law.people, law.devices, law.mailboxes, law.grants, law.rules, law.managers, work.messages, work.segments], (_, value: unknown) =>
  value instanceof Map ? [...value] : value instanceof Set ? [...value] : value))

const miaReadsTom = (station: RealStation, mia: RealStation) =>
  may(station.register.state(), { person: 'mia', device: mia.keys.device.id, act: 'read', mailbox: { kind: 'own', person: 'tom' }, message: null, at: NOW }).allowed

const cutOf = (seer: RealStation, ...of: RealStation[]) => of.map(({ keys }) => {
  const chain = seer.register.state().chains.get(keys.device.id)
  return { device: keys.device.id, last: chain?.length ?? 0, hash: chain?.head ?? null }
})

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const segment = (station: RealStation, change: Partial<{ device: string; from: number; to: number; head: string; previous: string | null }>) =>
  ({ kind: 'segment-filed' as const, body: { segment: { device: station.keys.device.id, from: 1, to: 10, head: hashOf('head'), previous: null, hash: hashOf('file'), ...change } } })

/** The messages that somebody puts into the folder, with another program and whatever keys they have. */
const attacks: readonly (readonly [name: string, named: string, (scene: Scene) => Uint8Array[]])[] = [
  ['an event in another\'s name, signed with one\'s own key', 'wrong-key', ({ anja, mia }) => {
    const forged = forge(anja, { kind: 'role-given', body: { person: 'mia', role: 'beheerder' } })
    return [messageOf({ ...forged, key: mia.keys.device.signKey, signature: Buffer.from(mia.keys.sign(forged.text)).toString('base64url') })]
  }],
  ['an event in another\'s name, with the signature of another event', 'wrong-signature', ({ anja }) => {
    const forged = forge(anja, { kind: 'role-given', body: { person: 'mia', role: 'beheerder' } })
    return [messageOf({ ...forged, signature: forge(anja, { kind: 'private-agreed', body: { person: 'anja' } }).signature })]
  }],
  ['an event that was changed after it was signed', 'wrong-signature', ({ anja }) => {
    const honest = forge(anja, { kind: 'role-given', body: { person: 'tom', role: 'ict' } })
    return [messageOf({ ...honest, text: honest.text.replace('"ict"', '"logbeheerder"') })]
  }],
  ['a stranger\'s workstation', 'unknown-author', ({ practice }) => [messageOf(forge(stranger(practice), { kind: 'person-added', body: { person: person('eve') } }, { practice: practice.root }))]],
  ['a device whose name is not its key', 'unknown-body', ({ practice, anja }) => {
    const { device } = stranger(practice).keys
    return [messageOf(forge(anja, { kind: 'device-added', body: { person: 'mia', device: { ...device, id: hashOf('another') }, invitation: 'x', reference: sealFor([], bytes(''), '') } }))]
  }],
  ['a withdrawn grant, sent again as it was', 'nothing', ({ withdrawn }) => [withdrawn, withdrawn]],
  ['a withdrawn grant, said anew by the person it was for', 'no-right', ({ mia }) => [messageOf(forge(mia, { kind: 'grant-given', body: { grant: coverOfTom } }))]],
  ['a withdrawn grant, said anew under its old name by a manager\'s workstation', 'already-there', ({ anja }) => [messageOf(forge(anja, { kind: 'grant-given', body: { grant: coverOfTom } }))]],
  ['a deleted message: what comes after it', 'predecessor-missing', ({ tom }) => {
    const place = nextPlace(tom)
    const deleted = forge(tom, { kind: 'private-agreed', body: { person: 'tom' } })
    return [messageOf(forge(tom, { kind: 'person-ended', body: { person: 'mia', until: NOW, cut: [] } }, { sequence: place.sequence + 1, previous: deleted.checked.hash, clock: place.clock + 1 }))]
  }],
  ['a chain without its beginning', 'predecessor-missing', ({ practice }) => [messageOf(forge(stranger(practice), { kind: 'private-agreed', body: { person: 'mia' } }, { practice: practice.root, sequence: 7, previous: hashOf('6') }))]],
  ['a chain that goes on after an event that is not its own', 'chain-broken', ({ mia }) => [messageOf(forge(mia, { kind: 'private-agreed', body: { person: 'mia' } }, { previous: hashOf('elsewhere') }))]],
  ['a grant dated before the rules changed, by its clock', 'clock-nonsense', ({ anja }) => [messageOf(forge(anja, { kind: 'grant-given', body: { grant: grant('grant-2', { giver: 'tom', receiver: 'mia' }) } }, { clock: 2 }))]],
  ['a grant dated back by its date', 'no-right', ({ mia }) => [messageOf(forge(mia, { kind: 'grant-given', body: { grant: grant('grant-2', { giver: 'tom', receiver: 'mia' }) } }, { at: NOW - 900 * DAY }))]],
  ['a clock so high that nobody could go on', 'clock-nonsense', ({ mia }) => [messageOf(forge(mia, { kind: 'private-agreed', body: { person: 'mia' } }, { clock: 2 ** 49 }))]],
  ['a member who grants himself', 'no-right', ({ mia }) => [messageOf(forge(mia, { kind: 'grant-given', body: { grant: grant('grant-3', { giver: 'tom', receiver: 'mia' }) } }))]],
  ['a member who makes himself manager', 'no-right', ({ bas }) => [messageOf(forge(bas, { kind: 'role-given', body: { person: 'bas', role: 'beheerder' } }))]],
  ['a member who writes himself into a shared mailbox', 'no-right', ({ bas }) => [messageOf(forge(bas, { kind: 'mailbox-described', body: { mailbox: { ...info, members: [...info.members, { person: 'bas', may: ['read'] }] } } }))]],
  ['a claim in a mailbox of which one is no member', 'not-a-member', ({ bas }) => [messageOf(forge(bas, { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'bas', note: null } }))]],
  ['a second workstation under a used invitation', 'invitation-used', ({ practice, anja }) =>
    [messageOf(forge(anja, { kind: 'device-added', body: { person: 'mia', device: stranger(practice).keys.device, invitation: 'invitation-2', reference: sealFor([], bytes(''), '') } }))]],
  ['a revoked workstation that writes on, dated before', 'after-withdrawal', ({ anja, bas, practice }) => {
    const late = forge(bas, { kind: 'private-agreed', body: { person: 'bas' } }, { clock: 40, at: NOW - DAY })
    said(anja, { kind: 'device-revoked', body: { device: bas.keys.device.id, because: 'stolen', cut: cutOf(anja, bas) } })
    practice.deliver()
    return [messageOf(late)]
  }],
  ['a revoked manager\'s workstation that revokes others', 'after-withdrawal', ({ anja, tom, mia, practice }) => {
    const late = forge(tom, { kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'lost', cut: [] } })
    said(anja, { kind: 'device-revoked', body: { device: tom.keys.device.id, because: 'stolen', cut: cutOf(anja, tom) } })
    practice.deliver()
    return [messageOf(late)]
  }],
  ['a revoked manager\'s workstation that makes a friend manager, who revokes the founder', 'after-withdrawal', (scene) => friendOf(scene)],
  ['two managers who withdraw each other at once', 'withdrawn-at-once', ({ anja, tom, practice }) => {
    const juniors = forge(tom, { kind: 'person-ended', body: { person: 'anja', until: NOW, cut: cutOf(tom, anja) } }, { clock: nextPlace(tom).clock })
    said(anja, { kind: 'person-ended', body: { person: 'tom', until: NOW, cut: cutOf(anja, tom) } })
    practice.deliver()
    return [messageOf(juniors)]
  }],
  ['two events with one number', 'forked', ({ bas }) => [
    messageOf(forge(bas, { kind: 'private-agreed', body: { person: 'bas' } })), messageOf(forge(bas, { kind: 'private-agreed', body: { person: 'bas' } }, { at: NOW + 1 })),
  ]],
  ['a second founding', 'second-founding', ({ practice }) => {
    const { keys } = stranger(practice)
    return [messageOf(signEvent(keys, { practice: null, sequence: 1, previous: null, clock: 1, at: NOW }, { kind: 'founded', body: { name: 'De Linde', person: person('eve'), device: keys.device, reference: sealFor([], bytes(''), '') } }))]
  }],
  ['an event of another practice', 'other-practice', ({ anja }) => [messageOf(forge(anja, { kind: 'role-given', body: { person: 'mia', role: 'beheerder' } }, { practice: hashOf('elsewhere') }))]],
  ['a journal\'s segment that overlaps the one before', 'segment-overlaps', ({ mia, practice }) => {
    said(mia, segment(mia, {}))
    practice.deliver()
    return [messageOf(forge(mia, segment(mia, { from: 5, to: 20, previous: hashOf('head') })))]
  }],
  ['a journal\'s segment that leaves a gap', 'segment-gap', ({ mia, practice }) => {
    said(mia, segment(mia, {}))
    practice.deliver()
    return [messageOf(forge(mia, segment(mia, { from: 12, to: 20, previous: hashOf('head') })))]
  }],
  ['a journal\'s first segment that follows something', 'segment-broken', ({ mia }) => [messageOf(forge(mia, segment(mia, { from: 11, to: 20, previous: hashOf('head') })))]],
  ['a journal\'s segment on another head than the last', 'segment-broken', ({ mia, practice }) => {
    said(mia, segment(mia, {}))
    practice.deliver()
    return [messageOf(forge(mia, segment(mia, { from: 11, to: 20, previous: hashOf('another head') })))]
  }],
  ['a segment of another\'s journal', 'segment-of-another', ({ mia, bas }) => [messageOf(forge(bas, segment(mia, {})))]],
  ['a withdrawal dated back to before the work that it would undo', 'clock-nonsense', ({ tom, mia, practice }) => {
    said(mia, { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'mia', note: null } })
    practice.deliver()
    said(tom, { kind: 'rule-set', body: { rule: 'R2', value: { mandate: false, delegation: false } } })
    practice.deliver()
    // From here on his own chain stands in the way of an earlier clock.
    return [messageOf(forge(tom, { kind: 'mailbox-described', body: { mailbox: { ...info, members: [] } } }, { clock: nextPlace(mia).clock - 2 }))]
  }],
  ['a claim of one practice, put into the folder of another', 'other-practice', ({ mia }) => {
    const elsewhere = hashOf('another practice of the same people')
    return [messageOf(forge(mia, { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'mia', note: null } }, { practice: elsewhere }))]
  }],
  ['a claim, sent again under the next number of its chain', 'chain-broken', ({ mia, practice }) => {
    said(mia, { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'mia', note: null } }, { kind: 'released', body: { mailbox: 'info', message: reference('m') } })
    practice.deliver()
    const place = nextPlace(mia)
    return [messageOf(forge(mia, { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'mia', note: null } }, { previous: null, sequence: place.sequence }))]
  }],
  ['a snapshot said by a member', 'no-right', ({ mia, anja }) => [messageOf(forge(mia, { kind: 'snapshot', body: { heads: [{ device: anja.keys.device.id, last: 1, hash: hashOf('short') }], stateHash: hashOf('another state'), content: hashOf('content'), format: hashOf('format') } }))]],
  ['a log key of one\'s own, so that every journal is sealed for oneself', 'no-right', ({ mia }) =>
    [messageOf(forge(mia, { kind: 'log-key-set', body: { key: mia.keys.device.sealKey, sealed: sealFor([mia.keys.device], bytes('x'), 'log key') } }))]],
  ['a mailbox\'s password of one\'s own, so that everybody opens another mailbox', 'no-right', ({ mia, anja }) =>
    [messageOf(forge(mia, { kind: 'mailbox-secret', body: { mailbox: 'info', sealed: sealFor([anja.keys.device], bytes('x'), 'mailbox info') } }))]],
  ['a manager\'s workstation that lets in the key of another under a name of its own', 'already-there', ({ anja, bas, practice }) => {
    said(anja, { kind: 'invitation-given', body: { invitation: { id: 'again', person: 'mia', until: NOW + DAY, proofHash: hashOf('again') } } })
    practice.deliver()
    return [messageOf(forge(anja, { kind: 'device-added', body: { person: 'mia', device: bas.keys.device, invitation: 'again', reference: sealFor([], bytes(''), '') } }))]
  }],
  ['ids that are names of JavaScript\'s own', 'unknown-body', ({ anja }) => [messageOf(raw(anja, 'person-added', { person: { ...person('x'), id: '__proto__' } }))]],
  ['a body with __proto__ in it', 'unknown-body', ({ anja }) => [messageOf(raw(anja, 'role-given', JSON.parse('{"__proto__":{"role":"beheerder"},"person":"mia","role":"beheerder"}')))]],
]

function stranger(practice: RealPractice): RealStation {
  const { db, keys } = practice.store('eve-1')
  return practice.station(db, keys)
}

/** Signs a body that our own program would not. */
const raw = (station: RealStation, kind: string, body: unknown): SignedEvent => rawBody(station, kind, canonicalText(body))

function rawBody(station: RealStation, kind: string, body: string): SignedEvent {
  const honest = forge(station, { kind: 'private-agreed', body: { person: 'anja' } })
  const text = honest.text.replace('{"person":"anja"}', body).replace('"private-agreed"', JSON.stringify(kind))
  return { ...honest, checked: { ...honest.checked, hash: hashOf(text) }, text, signature: Buffer.from(station.keys.sign(text)).toString('base64url') }
}

function friendOf({ practice, anja, tom }: Scene): Uint8Array[] {
  const eve = stranger(practice)
  const before = nextPlace(tom)
  said(anja, { kind: 'device-revoked', body: { device: tom.keys.device.id, because: 'stolen', cut: cutOf(anja, tom) } })
  practice.deliver()
  const steps = [
    { kind: 'person-added' as const, body: { person: person('eve') } },
    { kind: 'invitation-given' as const, body: { invitation: { id: 'eve-in', person: 'eve', until: NOW + DAY, proofHash: hashOf('eve') } } },
    { kind: 'device-added' as const, body: { person: 'eve', device: eve.keys.device, invitation: 'eve-in', reference: sealFor([], bytes(''), '') } },
    { kind: 'role-given' as const, body: { person: 'eve', role: 'beheerder' as const } },
  ]
  let place = before
  const chain = steps.map((step) => {
    const event = signEvent(tom.keys, place, step)
    place = { ...place, sequence: place.sequence + 1, previous: event.checked.hash, clock: place.clock + 1 }
    return event
  })
  const cut = [{ device: anja.keys.device.id, last: 3, hash: null }]
  const takeOver = signEvent(eve.keys, { ...place, sequence: 1, previous: null }, { kind: 'device-revoked', body: { device: anja.keys.device.id, because: 'lost', cut } })
  return [...chain, takeOver].map(messageOf)
}

describe('attacks on the register: each has a name, none has an effect', () => {
  let practices: RealPractice[] = []
  beforeEach(() => {
    for (const one of practices) one[Symbol.dispose]()
    practices = []
  })
  afterAll(() => { for (const one of practices) one[Symbol.dispose]() })

  test.each(attacks)('%s: %s', (_, named, attack) => {
    // given
    const here = scene()
    practices.push(here.practice)
    const messages = attack(here)
    const before = standing(here.mia.register.state())
    // when
    for (const message of messages) here.mia.register.take([message])
    here.anja.register.take(messages.toReversed())
    // then
    expect(standing(here.mia.register.state())).toEqual(before)
    expect(standing(here.anja.register.state())).toEqual(before)
    expect(miaReadsTom(here.anja, here.mia)).toBe(false)
    expect(namedAt(here.mia).sort()).toEqual(namedAt(here.anja).sort())
    if (named === 'nothing') expect(namedAt(here.mia)).toEqual([])
    else expect(namedAt(here.mia)).toContain(named)
    expect(Object.prototype).not.toHaveProperty('role')
  })
})

describe('what lies in the folder and is no event', () => {
  const head = 'From: <a@b.test>\r\nContent-Type: application/vnd.praktijkpost.register+json\r\nContent-Transfer-Encoding: base64\r\n\r\n'
  const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
  const honest = (practice: RealPractice) => signedBody(forge(practice.anja, { kind: 'private-agreed', body: { person: 'anja' } }))

  const garbage: readonly (readonly [name: string, because: string, (practice: RealPractice) => Uint8Array])[] = [
    ['garbage', 'no-head', () => bytes('\0\x01\x02')],
    ['an ordinary message', 'other-type', () => bytes('From: a@b.test\r\nSubject: Hoi\r\n\r\nDag')],
    ['a million letters', 'too-large', () => bytes(head + 'A'.repeat(1_000_000))],
    ['a body of 400 KB', 'too-large', () => enveloped(hashOf('x'), bytes(`{"event":"${'x'.repeat(301_000)}"}`))],
    ['an event of 200 KB', 'too-large', () => enveloped(hashOf('x'), bytes(JSON.stringify({ event: `{"x":"${'x'.repeat(200_000)}"}`, key: 'A'.repeat(43), signature: 'A'.repeat(86) })))],
    ['a wrong charset', 'not-utf8', (practice) => enveloped(hashOf('x'), Buffer.from(Buffer.from(honest(practice)).toString('utf8'), 'utf16le').map((byte) => byte | 0x80))],
    ['no base64', 'not-base64', () => bytes(`${head}%%%`)],
    ['half a message', 'not-json', (practice) => bytes(head + base64(honest(practice).subarray(0, 100)))],
    ['a head only', 'no-head', () => bytes(head.slice(0, 40))],
    ['an empty body', 'not-json', () => bytes(head)],
    ['JSON of something else', 'not-signed', () => enveloped(hashOf('x'), bytes('{"a":1}'))],
    ['deep JSON', 'not-json', () => enveloped(hashOf('x'), bytes('['.repeat(100_000)))],
    ['an event that is no JSON', 'not-json', () => enveloped(hashOf('x'), bytes(JSON.stringify({ event: 'hoi', key: 'A'.repeat(43), signature: 'A'.repeat(86) })))],
    ['an event that is none', 'not-an-event', () => enveloped(hashOf('x'), bytes(JSON.stringify({ event: '{}', key: 'A'.repeat(43), signature: 'A'.repeat(86) })))],
    ['an event so deep that reading it breaks who reads it', 'too-large', (practice) => messageOf(rawBody(practice.anja, 'mailbox-painted', `${'['.repeat(60_000)}${']'.repeat(60_000)}`))],
    ['an event with a number that is none', 'not-canonical', (practice) => messageOf(rawBody(practice.anja, 'mailbox-painted', '{"colour":1e999}'))],
    ['a second spelling of an event', 'not-canonical', (practice) => {
      const forged = forge(practice.anja, { kind: 'private-agreed', body: { person: 'anja' } })
      return messageOf({ ...forged, text: forged.text.replace('{', '{ ') })
    }],
  ]

  test('is ignored, and named', () => {
    using practice = new RealPractice()
    const before = standing(practice.anja.register.state())
    for (const [name, because, make] of garbage) expect([name, practice.anja.register.take([make(practice)])]).toEqual([name, [{ kind: 'wrong', because }]])
    expect(standing(practice.anja.register.state())).toEqual(before)
    expect(practice.anja.register.wrong().length).toBe(garbage.length)
  })

  test('of a later version is kept, shown as unknown, and part of its chain', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const later = raw(anja, 'mailbox-painted', { colour: 'green' })
    expect(anja.register.take([messageOf(later)])).toEqual([{ kind: 'new', hash: later.checked.hash }])
    expect(namedAt(anja)).toEqual(['unknown-kind'])
    said(anja, { kind: 'private-agreed', body: { person: 'anja' } })
    expect(anja.register.state().law.people.get('anja')?.privateAgreed).not.toBeNull()
    expect(practice.station(anja.db, anja.keys).register.state().chains.get(anja.keys.device.id)?.length).toBe(3)
  })
})
