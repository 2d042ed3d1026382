import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { forgetHome, keepHome, keepPlaces, knownPlaces, readHome, type PracticeHome } from './home.ts'

const home: PracticeHome = { stage: 'joining', accountId: 'a', folder: 'Praktijk/R', name: 'De Linde', root: null, joining: null, endedBecause: null }

test('what was taken of a folder is known until it is another folder', () => {
  using state = stateDatabase()
  const { database } = state
  expect(readHome(database)).toBeNull()
  expect(knownPlaces(database)).toEqual({ uidValidity: null, uids: '' })
  keepHome(database, home)
  keepPlaces(database, { uidValidity: 7, uids: '1:9' })
  keepHome(database, { ...home, stage: 'member', root: 'ab' })
  expect(readHome(database)).toEqual({ ...home, stage: 'member', root: 'ab' })
  expect(knownPlaces(database)).toEqual({ uidValidity: 7, uids: '1:9' })
  keepHome(database, { ...home, folder: 'Praktijk/R-2' })
  expect(knownPlaces(database)).toEqual({ uidValidity: null, uids: '' })
  forgetHome(database)
  expect(readHome(database)).toBeNull()
})
