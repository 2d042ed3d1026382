import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { GatheredLog } from '../audit/gathered-log.ts'
import { entriesFrom } from '../audit/read-journal.ts'
import { openJournal, record } from './journal.ts'
import { patientReference } from './practice/rights.ts'

const key = randomBytes(32)
const unlocked = { person: { name: 'Anja de Vries', practice: 'De Linde' }, factor: { kind: 'prf' as const, slotId: 'a', at: 0 }, firstRun: false, refusedBefore: [] }

/** A workstation whose book has patients under numbers of its own. */
function journalWith(numbers: Readonly<Record<string, string>>, referenceKey: Uint8Array | null = key) {
  const state = stateDatabase()
  const addressOf = (number: string): string => Object.entries(numbers).find(([, one]) => one === number)?.[0] ?? ''
  const journal = openJournal({
    db: state.database, unlocked, version: '0.1.0', now: () => 1, patientOf: (address) => numbers[address] ?? null,
    referenceOf: (number) => (referenceKey === null ? null : patientReference(referenceKey, addressOf(number))),
  })
  return { journal, entries: () => entriesFrom(state.database, 1), [Symbol.dispose]: () => { state[Symbol.dispose]() } }
}

test('a patient whom two books know under other numbers is one in the journals of all workstations; who has that number elsewhere is not', () => {
  using here = journalWith({ 'hennie@x.test': '1', 'wim@x.test': '2' })
  using there = journalWith({ 'wim@x.test': '1', 'hennie@x.test': '2' })
  for (const { journal } of [here, there]) for (const from of ['hennie@x.test', 'wim@x.test', 'balie@apotheek.test']) record(journal, { class: 'E5', messageId: from, correspondents: [from], detail: { trust: 'safe' } })
  using log = new GatheredLog()
  log.add('here', here.entries())
  log.add('there', there.entries())
  const found = [...log.entries({ patient: { references: [patientReference(key, 'Hennie@X.test ')], station: 'here', number: '1' } })]
  expect(found.map(({ station, messageId }) => [station, messageId])).toEqual([['here', 'hennie@x.test'], ['there', 'hennie@x.test']])
})

test('what was written before there was a practice is found here by its number, and the reference tells nobody who it is', () => {
  using before = journalWith({ 'hennie@x.test': '1' }, null)
  record(before.journal, { class: 'E5', correspondents: ['hennie@x.test'], detail: { trust: 'safe' } })
  using log = new GatheredLog()
  log.add('here', before.entries())
  expect(log.count({ patient: { references: [], station: 'here', number: '1' } })).toBe(1)
  expect(log.count({ patient: { references: [], station: 'there', number: '1' } })).toBe(0)
  expect(JSON.stringify(before.entries())).not.toContain('hennie')
})
