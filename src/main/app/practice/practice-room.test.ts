import { expect, test } from 'vitest'
import { appendEntry } from '../../audit/journal.ts'
import { floorOf } from '../../audit/filed.ts'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import { DAY, NOW, person } from '../../../../test/register/workstation.ts'
import { keepHome } from '../../practice/home.ts'
import { createDeviceKeys } from '../../practice/register/device-keys.ts'
import { keepFromNext } from './filing.ts'
import { openPractice, type RoomParts } from './practice-room.ts'

test('what time it is the practice\'s server says; one of somebody\'s own says nothing, however it is dated (FM-11)', async () => {
  // given
  using state = stateDatabase()
  const { database: db } = state
  keepHome(db, { stage: 'ended', accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root: null, joining: null, endedBecause: 'ended' })
  const nothing = (): void => undefined
  const parts = { db, directory: '', now: () => NOW, onBug: nothing, onRights: nothing, askTime: nothing, onOver: nothing, changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null } }
  await using room = openPractice(parts as unknown as RoomParts)
  expect(room.time()).toBe(NOW)
  // when
  room.serverSays({ server: NOW - 90 * DAY, after: NOW }, 'own')
  // then
  expect(room.time()).toBe(NOW)
  room.serverSays({ server: NOW + DAY, after: NOW }, 'practice')
  expect(Math.round(Number(room.time()) / 60_000)).toBe(Math.round((NOW + DAY) / 60_000))
})

test('what was done between two practices is filed with neither, also where the second is one\'s own', async () => {
  // given somebody who left a practice
  using state = stateDatabase()
  const { database: db } = state
  const write = (): void => void appendEntry(db, {
    class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' },
    actor: { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
  })
  write()
  keepFromNext(db)
  write()
  const nothing = (): void => undefined
  const parts = {
    db, directory: '', now: () => NOW, onBug: nothing, onRights: nothing, askTime: nothing, onOver: nothing, changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null },
    journal: () => ({ note: () => ({ kind: 'written' }), write: () => ({ kind: 'written' }) }),
  }
  await using room = openPractice(parts as unknown as RoomParts)
  // when
  const event = room.foundingEvent(createDeviceKeys(db, 'Balie'), { name: 'De Linde', person: person('anja') })
  expect(room.becomeFounder({ accountId: 'a', folder: 'Praktijk', name: 'De Linde', event, unkept: [] })).toEqual({ ok: true })
  // then
  expect(floorOf(db)).toBe(2)
})
