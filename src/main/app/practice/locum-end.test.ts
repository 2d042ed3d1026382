import { expect, onTestFinished, test, vi } from 'vitest'
import { RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { DAY, NOW, person } from '../../../../test/register/workstation.ts'
import { keepHome } from '../../practice/home.ts'
import { openPractice, type RoomParts } from './practice-room.ts'

const HOUR = 60 * 60_000

function locum(until = NOW + DAY) {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const mia = practice.admit(practice.anja, person('mia', { kind: 'locum', until }))
  keepHome(mia.db, { stage: 'member', accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root: practice.root, joining: null, endedBecause: null })
  return { practice, mia }
}

/** The practice as it is opened at this workstation, whose clock can be set; `told`: the last that was said of the end. */
function opened({ db }: Pick<RealStation, 'db'>, now: number) {
  const clock = { now }
  const told: { over: number | null | undefined; asked: number } = { over: undefined, asked: 0 }
  const nothing = (): void => undefined
  const parts = {
    db, directory: '', now: () => clock.now, onBug: (where: string, error: unknown) => { throw new Error(where, { cause: error }) }, onRights: nothing, askTime: () => { told.asked += 1 },
    onOver: (forMs: number | null) => { told.over = forMs }, changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null },
  }
  const room = openPractice(parts as unknown as RoomParts)
  onTestFinished(() => room[Symbol.asyncDispose]())
  const opens = (): boolean => room.rights.ask('read', room.own()).allowed
  return { room, clock, told, opens }
}

test('what this computer\'s clock says opens nothing past the end, but ends nothing: only a server\'s word does (FM-11)', () => {
  // given a clock that is weeks ahead
  const { mia } = locum()
  const { room, told, clock, opens } = opened(mia, NOW + 30 * DAY)
  expect([opens(), told.over]).toEqual([false, null])
  // when the server says that it is not so late at all
  room.serverSays({ server: NOW + HOUR, after: clock.now }, 'practice')
  // then
  expect([opens(), told.over]).toEqual([true, null])
  // when the clock is set forward while the program runs
  clock.now += 30 * DAY
  room.serverSays({ server: 0, after: 0 }, 'another')
  expect([opens(), told.over]).toEqual([false, null])
  // when it is over
  room.serverSays({ server: NOW + 2 * DAY, after: clock.now }, 'practice')
  // then
  expect(opens()).toBe(false)
  expect(told.over).toBeGreaterThanOrEqual(0)
  // when the server turns out to have been wrong
  room.serverSays({ server: NOW + 2 * HOUR, after: clock.now }, 'practice')
  expect([opens(), told.over]).toEqual([true, null])
})

test('the week in which it is tried to hand over counts from when the end is known here, also over a restart and without a line (FM-11)', async () => {
  // given somebody who was away for weeks when their time ended
  const { mia } = locum()
  const { room, told } = opened(mia, NOW + 30 * DAY)
  room.serverSays({ server: NOW + 30 * DAY, after: NOW + 30 * DAY }, 'practice')
  expect(told.over).toBeLessThan(HOUR)
  await room[Symbol.asyncDispose]()
  // when
  const later = opened(mia, NOW + 38 * DAY)
  // then
  expect(later.told.over).toBeGreaterThan(7 * DAY)
  expect(later.opens()).toBe(false)
})

test('of somebody whom a manager ended it counts from when that is heard, whatever the manager\'s clock said', async () => {
  // given
  const { practice, mia } = locum()
  practice.anja.register.say([{ kind: 'person-ended', body: { person: 'mia', until: NOW - 90 * DAY, cut: [] } }])
  practice.deliver()
  // when
  const { told, room, opens } = opened(mia, NOW + 8 * DAY)
  // then
  expect([told.over, opens()]).toEqual([0, false])
  await room[Symbol.asyncDispose]()
  expect(opened(mia, NOW + 10 * DAY).told.over).toBe(2 * DAY)
})

test('the time of who is here for a time ends at a workstation that was revoked as well, also after a restart (FM-11)', () => {
  // given
  const { practice, mia } = locum()
  practice.anja.register.say([{ kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'lost', cut: [] } }])
  practice.deliver()
  keepHome(mia.db, { stage: 'ended', accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root: practice.root, joining: null, endedBecause: 'revoked' })
  const { room, told, opens } = opened(mia, NOW + HOUR)
  // then without a server's word nothing opens, and it is asked for
  expect([opens(), told]).toEqual([false, { over: null, asked: 0 }])
  room.reconnect('practice')
  expect(told.asked).toBe(1)
  room.serverSays({ server: NOW + HOUR, after: NOW + HOUR }, 'practice')
  expect([opens(), told.over]).toEqual([true, null])
  // when
  room.serverSays({ server: NOW + DAY, after: NOW + HOUR }, 'practice')
  // then
  expect([opens(), told.over]).toEqual([false, 0])
})

test('an end that this computer\'s clock reaches a moment before the server\'s is looked at again that moment later, and not at the next round', async () => {
  // given a clock that rounds up what passed since the server spoke, and an end between both
  vi.useFakeTimers()
  onTestFinished(() => { vi.useRealTimers() })
  const { mia } = locum(NOW + 2_000)
  const { room, clock, told, opens } = opened(mia, NOW)
  room.serverSays({ server: NOW, after: NOW }, 'practice')
  expect([opens(), told.over]).toEqual([true, null])
  // when this computer runs two milliseconds ahead of what has passed for certain
  clock.now += 2_000
  await vi.advanceTimersByTimeAsync(1_998)
  room.reconnect('practice')
  room.serverSays({ server: 0, after: 0 }, 'another')
  expect([opens(), told.over]).toEqual([false, null])
  await vi.advanceTimersByTimeAsync(2)
  // then
  expect(told.over).toBe(0)
})
