import { expect, onTestFinished, test } from 'vitest'
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
