import { hasReadAll } from '../restored.ts'
import { describe, expect, test } from 'vitest'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import { forge, messageOf, namedAt, nextPlace, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { shownState } from '../../../../test/register/shown-state.ts'
import { DAY, NOW, person, reference, sharedMailbox } from '../../../../test/register/workstation.ts'
import { claimOf, historyOf } from '../../../shared/practice/claims.ts'
import { createDeviceKeys, deviceIdOf, deviceKeys, forgetDeviceKeys } from './device-keys.ts'
import { keepSnapshot } from './kept-snapshot.ts'
import { lastPlace } from './event-table.ts'
import { sealFor, unsealWith } from './sealing.ts'
import { CLOCK_BACK_MS } from './limits.ts'
import { practiceClock } from './time-floor.ts'

const message = { mailbox: 'info', message: reference('m') }

function withMailbox(practice: RealPractice) {
  const { anja } = practice
  const mia = practice.admit(anja, person('mia'))
  anja.register.say([{ kind: 'mailbox-described', body: { mailbox: sharedMailbox('info', ['anja', 'mia'].map((one) => ({ person: one, may: ['read', 'claim'] }))) } }])
  practice.deliver()
  return { anja, mia }
}
const shownAt = ({ register }: RealStation) => shownState(register.state(), 'outcomes')

describe('the keys of a workstation', () => {
  test('are made once, and outlive a restart', () => {
    using state = stateDatabase()
    expect(deviceKeys(state.database)).toBeNull()
    const made = createDeviceKeys(state.database, 'Balie 1')
    expect(made.device).toMatchObject({ id: deviceIdOf(made.device.signKey), label: 'Balie 1' })
    expect(createDeviceKeys(state.reopen(), 'another').device).toEqual(made.device)
    forgetDeviceKeys(state.database)
    expect(createDeviceKeys(state.database, 'Balie 1').device.id).not.toBe(made.device.id)
  })
})

describe('sealing for workstations', () => {
  const secret = new Uint8Array(Buffer.from('het wachtwoord'))
  test('opens for those it was made for, in the context it was made for, and for nobody else', () => {
    using practice = new RealPractice()
    const [one, two, three] = ['a', 'b', 'c'].map((label) => practice.store(label).keys)
    const sealed = sealFor([one!.device, two!.device], secret, 'mailbox info')
    expect(unsealWith(one!, sealed, 'mailbox info')).toEqual(secret)
    expect(unsealWith(two!, sealed, 'mailbox info')).toEqual(secret)
    expect([unsealWith(three!, sealed, 'mailbox info'), unsealWith(one!, sealed, 'note')]).toEqual([null, null])
    // Somebody else's box under one's own name, another ephemeral key, a changed letter.
    const [first, second] = sealed.boxes
    expect(unsealWith(one!, { ...sealed, boxes: [{ device: one!.device.id, box: second!.box }] }, 'mailbox info')).toBeNull()
    expect(unsealWith(one!, { ...sealed, ephemeral: three!.device.sealKey }, 'mailbox info')).toBeNull()
    expect(unsealWith(one!, { ...sealed, boxes: [{ ...first!, box: `${first!.box.slice(0, -4)}AAAA` }] }, 'mailbox info')).toBeNull()
    expect(unsealWith(one!, { ephemeral: 'A'.repeat(43), boxes: sealed.boxes }, 'mailbox info')).toBeNull()
  })

  test('a key that is none gets no box', () => {
    using practice = new RealPractice()
    const { keys } = practice.store('a')
    expect(sealFor([{ id: keys.device.id, sealKey: 'A'.repeat(43) }, { id: keys.device.id, sealKey: 'kort' }], secret, 'x').boxes).toEqual([])
  })
})

describe('the register at a workstation', () => {
  test('says, sends and hears', () => {
    using practice = new RealPractice()
    const { anja, mia } = withMailbox(practice)
    const heard: string[] = []
    using _listening = anja.register.onChange((state) => { heard.push(claimOf(state, message, NOW).holder?.person ?? '') })
    expect(mia.register.say([{ kind: 'claimed', body: { ...message, to: 'mia', note: null } }]).kind).toBe('said')
    expect(mia.register.outgoing()).toHaveLength(1)
    practice.deliver()
    expect([mia.register.outgoing(), heard]).toEqual([[], ['mia']])
    expect(shownAt(anja)).toEqual(shownAt(mia))
  })

  test('says nothing that would have no effect, and writes nothing of it', () => {
    using practice = new RealPractice()
    const { anja, mia } = withMailbox(practice)
    const before = shownAt(mia)
    expect(mia.register.say([{ kind: 'private-agreed', body: { person: 'mia' } }, { kind: 'role-given', body: { person: 'mia', role: 'beheerder' } }])).toEqual({ kind: 'refused', because: 'no-right' })
    anja.register.say([{ kind: 'claimed', body: { ...message, to: 'anja', note: null } }])
    practice.deliver()
    expect(mia.register.say([{ kind: 'claimed', body: { ...message, to: 'mia', note: null } }])).toEqual({ kind: 'refused', because: 'already-claimed' })
    expect(mia.register.outgoing()).toEqual([])
    expect(before).not.toEqual(shownAt(mia))
    expect(lastPlace(mia.db)).toBe(lastPlace(anja.db))
  })

  test('together with what is written beside it, or not at all', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const before = shownAt(anja)
    expect(() => anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }], () => { throw new Error('no journal') })).toThrow('no journal')
    expect([shownAt(anja), anja.register.outgoing()]).toEqual([before, []])
    expect(anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }], (events) => { expect(events).toHaveLength(1) }).kind).toBe('said')
  })

  test('what was said is sent after a restart, in its order, and once the folder shows it no more', () => {
    using practice = new RealPractice()
    const { anja } = practice
    anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }])
    anja.register.say([{ kind: 'role-given', body: { person: 'anja', role: 'ict' } }])
    const later = practice.station(anja.db, anja.keys)
    expect(later.register.outgoing().map(({ hash }) => hash)).toEqual(anja.register.outgoing().map(({ hash }) => hash))
    practice.deliver()
    expect(later.register.outgoing()).toEqual([])
    const [gone] = later.register.state().law.events.slice(-1)
    later.register.putBack(gone!.hash)
    expect(later.register.outgoing().map(({ hash }) => hash)).toEqual([gone!.hash])
  })

  test('an echo of one\'s own event counts as sent, though the answer was lost', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const forged = forge(anja, { kind: 'private-agreed', body: { person: 'anja' } })
    anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }])
    expect(anja.register.take([messageOf(forged)])).toEqual([{ kind: 'known', hash: forged.checked.hash }])
    expect(anja.register.outgoing()).toEqual([])
  })

  test('a store that was put back from a copy waits for its own past, and never forks by itself once it has it', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const copy = practice.store('copy')
    const old = practice.station(copy.db, anja.keys)
    old.register.take(practice.folder)
    anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }])
    anja.register.say([{ kind: 'role-given', body: { person: 'anja', role: 'ict' } }])
    practice.deliver()
    old.register.take(practice.folder.slice(-1))
    expect(old.register.say([{ kind: 'invitation-withdrawn', body: { invitation: 'x' } }])).toEqual({ kind: 'refused', because: 'own-chain-incomplete' })
    old.register.take(practice.folder)
    expect(old.register.say([{ kind: 'person-added', body: { person: person('mia') } }]).kind).toBe('said')
    expect(namedAt(old)).toEqual([])
  })

  test('a store that was put back says nothing until the folder was read to its end, though nothing seems to be lacking', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const copy = practice.store('copy')
    const old = practice.station(copy.db, anja.keys)
    old.register.take(practice.folder)
    copy.db.prepare('INSERT INTO restored_state (id, at, backup_at, held, must_read, seen) VALUES (1, 2, 1, 0, 1, 0)').run()
    anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }])
    practice.deliver()
    expect(old.register.say([{ kind: 'person-added', body: { person: person('mia') } }])).toEqual({ kind: 'refused', because: 'own-chain-incomplete' })
    old.register.take(practice.folder)
    hasReadAll(copy.db)
    expect(old.register.say([{ kind: 'person-added', body: { person: person('mia') } }]).kind).toBe('said')
    expect(namedAt(old)).toEqual([])
  })

  test('a forked workstation says no more', () => {
    using practice = new RealPractice()
    const { anja } = practice
    const place = nextPlace(anja)
    anja.register.take([forge(anja, { kind: 'private-agreed', body: { person: 'anja' } }), forge(anja, { kind: 'private-agreed', body: { person: 'anja' } }, { ...place, at: NOW + 1 })].map(messageOf))
    expect(anja.register.say([{ kind: 'private-agreed', body: { person: 'anja' } }])).toEqual({ kind: 'refused', because: 'own-chain-forked' })
  })
})

describe('the snapshot', () => {
  function grown(practice: RealPractice) {
    const { anja, mia } = withMailbox(practice)
    mia.register.say([{ kind: 'claimed', body: { ...message, to: 'mia', note: null } }, { kind: 'finished', body: { ...message, how: 'answered' } }])
    mia.register.say([{ kind: 'claimed', body: { ...message, message: reference('open'), to: 'mia', note: null } }])
    practice.deliver()
    keepSnapshot(mia.db, mia.keys, { state: mia.register.state(), place: lastPlace(mia.db) })
    return { anja, mia }
  }

  test('gives the same state, also when more comes, in order or not', () => {
    using practice = new RealPractice()
    const { anja, mia } = grown(practice)
    const early = forge(anja, { kind: 'claimed', body: { ...message, to: 'anja', note: null } }, { clock: 9 + 1 })
    expect(shownAt(practice.station(mia.db, mia.keys))).toEqual(shownAt(mia))
    anja.register.take([messageOf(early)])
    anja.register.say([{ kind: 'released', body: { ...message, message: reference('open') } }])
    for (const { body, hash } of anja.register.outgoing()) expect([body.length > 0, hash.length]).toEqual([true, 64])
    practice.deliver()
    mia.register.take([messageOf(early)])
    const fresh = practice.station(mia.db, mia.keys)
    expect(JSON.stringify(claimOf(fresh.register.state(), message, NOW))).toBe(JSON.stringify(claimOf(mia.register.state(), message, NOW)))
    expect(shownAt(fresh)).toEqual(shownAt(mia))
    mia.db.exec('DELETE FROM register_snapshot')
    expect(shownAt(practice.station(mia.db, mia.keys))).toEqual(shownAt(mia))
  })

  test('keeps of what is finished the outcome; its history is in the table', () => {
    using practice = new RealPractice()
    const { mia } = grown(practice)
    const { register } = practice.station(mia.db, mia.keys)
    expect(historyOf(register.state(), message)).toEqual([])
    expect(register.history(message)).toEqual(mia.register.history(message))
    expect(register.history(message).map(({ kind, by, lost }) => [kind, by, lost])).toEqual([['claimed', 'mia', false], ['finished', 'mia', false]])
    expect(register.history({ ...message, message: reference('open') }).map(({ kind }) => kind)).toEqual(['claimed'])
    expect(register.history({ ...message, message: reference('none') })).toEqual([])
  })

  test('that was changed, or is another\'s, is not believed', () => {
    using practice = new RealPractice()
    const { anja, mia } = grown(practice)
    const honest = shownAt(mia)
    mia.db.exec("UPDATE register_snapshot SET text = replace(text, '\"mia\"', '\"bas\"')")
    expect(shownAt(practice.station(mia.db, mia.keys))).toEqual(honest)
    keepSnapshot(mia.db, anja.keys, { state: mia.register.state(), place: 1 })
    expect(shownAt(practice.station(mia.db, mia.keys))).toEqual(honest)
  })
})

describe('what time it is', () => {
  const clocks = (now: number) => {
    const clock = { own: now, steady: 0 }
    return { clock, clocks: { now: () => clock.own, steady: () => clock.steady } }
  }

  test('is this workstation\'s, until its clock is set back: also over a restart', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW)
    expect(practiceClock(state.database, given).at()).toBe(NOW)
    clock.own = NOW - 4 * 60_000
    expect(practiceClock(state.database, given).at()).toBe(NOW)
    clock.own = NOW - 6 * 60_000
    expect(practiceClock(state.database, given).at()).toBe('unknown')
    clock.own = NOW - 30 * DAY
    expect(practiceClock(state.reopen(), given).at()).toBe('unknown')
    clock.own = NOW + DAY
    expect(practiceClock(state.database, given).at()).toBe(NOW + DAY)
  })

  test('a server\'s answer shows it, and it goes on from there', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW)
    const time = practiceClock(state.database, given)
    expect([time.at(), time.confirmed(), time.least()]).toEqual([NOW, 'unknown', 'unknown'])
    clock.own = NOW - 30 * DAY
    expect(time.at()).toBe('unknown')
    time.serverSays({ server: NOW + 1_000, after: clock.own })
    // Steady clocks count parts of milliseconds.
    clock.steady += 60_000.25
    expect([time.at(), time.confirmed()]).toEqual([NOW + 61_000, NOW + 61_000])
    // The computer slept: only the wall's clock went on.
    clock.own += DAY
    expect(time.at()).toBe(NOW + 1_000 + DAY)
    // Or it was only set forward: what cannot be undone does not go by it.
    expect(time.least()).toBe(NOW + 61_000)
    // And set back once more.
    clock.own -= 60 * DAY
    expect(time.at()).toBe(NOW + 61_000)
  })

  test('what begins, begins by a server\'s: however far this clock is set forward, and also over a restart; days without one change nothing of what had begun', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW)
    const [early, minute] = [CLOCK_BACK_MS, 60_000]
    const time = practiceClock(state.database, given)
    expect(time.begun()).toBe(early)
    time.serverSays({ server: NOW, after: clock.own })
    expect(time.begun()).toBe(NOW + early)
    clock.own += 30 * DAY
    expect([time.at(), time.begun()]).toEqual([NOW + 30 * DAY, NOW + early])
    clock.steady += 2 * minute
    clock.own += 2 * minute
    expect([time.at(), time.begun()]).toEqual([NOW + 30 * DAY + 2 * minute, NOW + 2 * minute + early])
    // Closed, and opened days later without a server.
    clock.own += 3 * DAY
    expect(practiceClock(state.reopen(), given).begun()).toBe(NOW + 2 * minute + early)
    const again = practiceClock(state.database, given)
    again.serverSays({ server: NOW + DAY, after: clock.own })
    expect(again.begun()).toBe(NOW + DAY + early)
  })

  test('is told also where a full disk does not keep it', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW)
    const db = state.database
    db.exec('CREATE TABLE filler (bytes BLOB); CREATE TRIGGER filling BEFORE INSERT ON register_time BEGIN INSERT INTO filler VALUES (zeroblob(1000000)); END')
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
    expect(() => db.prepare('INSERT INTO register_time (id, highest, stated) VALUES (1, 1, 1)').run()).toThrow(/full/)
    const time = practiceClock(db, given)
    time.serverSays({ server: NOW + DAY, after: clock.own })
    expect([time.at(), time.least()]).toEqual([NOW + DAY, NOW + DAY])
  })

  test('what a server said before the computer slept, and is heard after it, is as old as that', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW)
    const time = practiceClock(state.database, given)
    clock.own += DAY
    time.serverSays({ server: NOW, after: NOW })
    expect([time.at(), practiceClock(state.reopen(), given).at()]).toEqual([NOW + DAY, NOW + DAY])
  })

  test('a clock that ran years ahead and was set right again is right once a server says so', () => {
    using state = stateDatabase()
    const { clock, clocks: given } = clocks(NOW + 900 * DAY)
    expect(practiceClock(state.database, given).at()).toBe(NOW + 900 * DAY)
    clock.own = NOW
    const time = practiceClock(state.database, given)
    expect(time.at()).toBe('unknown')
    time.serverSays({ server: NOW, after: clock.own })
    expect([time.at(), practiceClock(state.database, given).at()]).toEqual([NOW, NOW])
  })
})
