import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { Database } from '../store/store.ts'
import { verifyChain } from './chain.ts'
import { appendEntry } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import { gapKnown, gapOfRestore, judged } from './known-gaps.ts'

let db: Database
beforeEach(() => {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  db = state.database
})

const actor = (person: string) => ({ person, role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null })
let clock = 0
const add = (what: Pick<JournalEntry, 'class' | 'detail'>, person = 'Anja'): void => {
  appendEntry(db, { outcome: 'done', reason: null, at: ++clock, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, actor: actor(person), ...what })
}
const note = (): void => { add({ class: 'lock', detail: { because: 'idle' } }) }
const known = { from: 3, to: 2_002, by: 'Bas', entry: 2_005 }

/** As a restore leaves it: two entries, 2,000 numbers that are not given again, and what was put back. */
function restored(): void {
  for (let at = 0; at < 2; at++) note()
  db.exec("UPDATE sqlite_sequence SET seq = 2002 WHERE name = 'journal'")
  add({ class: 'store', detail: { change: 'restored', from: 1, count: 0 } })
  note()
}
const found = () => judged(db, verifyChain(db))
const tamper = (sql: string): void => { db.exec(`DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened; ${sql}`) }

test('a gap that a restore left is a fault until somebody says in the journal to know of it; it stays named (LOG-02)', () => {
  // given
  restored()
  const gap = { kind: 'gap', from: 3, to: 2_002 }
  expect(found()).toMatchObject({ breaks: [gap], known: [], first: gap })
  expect(gapOfRestore(db, clock - 1)).toEqual({ from: 3, to: 2_002 })
  // when
  add(gapKnown({ from: 3, to: 2_002 }), 'Bas')
  // then
  expect(found()).toMatchObject({ breaks: [gap], known: [{ ...known, at: clock }], first: null })
  expect(gapOfRestore(db, clock - 2)).toBeNull()
})

test('what comes after it is a new fault, and the known one is told apart', () => {
  restored()
  add(gapKnown({ from: 3, to: 2_002 }), 'Bas')
  for (let at = 0; at < 3; at++) note()
  tamper('DELETE FROM journal WHERE sequence = 2007')
  expect(found()).toMatchObject({ known: [known], first: { kind: 'gap', from: 2_007, to: 2_007 } })
})

test.each([
  ['no restore left it', () => { note(); db.exec("UPDATE sqlite_sequence SET seq = 2002 WHERE name = 'journal'"); note(); add(gapKnown({ from: 2, to: 2_002 })) }],
  ['the word is of other numbers', () => { restored(); add(gapKnown({ from: 3, to: 2_001 })) }],
  ['the word was changed', () => { restored(); add(gapKnown({ from: 3, to: 2_002 })); tamper("UPDATE journal SET person = 'Iemand' WHERE sequence = 2005") }],
  ['the word was put there without its place in the chain', () => { restored(); note(); tamper(`UPDATE journal SET class = 'log', detail = '{"change":"gap-known","first":3,"count":2000}' WHERE sequence = 2005`) }],
  ['what stands between the gap and the word was changed', () => { restored(); add(gapKnown({ from: 3, to: 2_002 })); tamper("UPDATE journal SET person = 'Iemand' WHERE sequence = 2004") }],
  ['the entry that says that a backup was put back was changed', () => { restored(); add(gapKnown({ from: 3, to: 2_002 })); tamper('UPDATE journal SET at = 7 WHERE sequence = 2003') }],
  ['the word stood before the gap', () => { note(); add(gapKnown({ from: 3, to: 2_002 })); db.exec("UPDATE sqlite_sequence SET seq = 2002 WHERE name = 'journal'"); add({ class: 'store', detail: { change: 'restored', from: 1, count: 0 } }) }],
])('a gap is not known where %s', (_, make) => {
  make()
  const { known: told, first, breaks } = found()
  expect(told).toEqual([])
  expect(first).not.toBeNull()
  expect(breaks.length).toBeGreaterThan(0)
})
