import { expect, test } from 'vitest'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import { DAY, NOW } from '../../../../test/register/workstation.ts'
import { keepHome } from '../../practice/home.ts'
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
