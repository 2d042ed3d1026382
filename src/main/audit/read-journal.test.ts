import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { checkChain, entryOf, firstBreak, verifyChain } from './chain.ts'
import { filedSegments, keepFiled, lastFiled, NOTHING_BEFORE } from './filed.ts'
import { appendEntries } from './journal.ts'
import type { JournalClass, JournalEntry } from './journal-entry.ts'
import { countEntries, entriesOf, namesIn, readJournal, type JournalFilter, type ReadEntry } from './read-journal.ts'

const people = ['Anja de Vries', 'Mia Smit', 'Tom Bos']
const mailboxes = ['info@delinde.test', 'tom@delinde.test', null]
const classes = ['E5', 'E6', 'E7'] as const satisfies JournalClass[]

const written = fc.record({
  class: fc.constantFrom(...classes), person: fc.constantFrom(...people), onBehalfOf: fc.constantFrom(null, 'Tom Bos'), mailbox: fc.constantFrom(...mailboxes),
  patient: fc.constantFrom(null, '7', '12'), at: fc.integer({ min: 0, max: 40 }), messageId: fc.constantFrom(null, 'a@b.test', 'c@d.test'),
})
type Written = typeof written extends fc.Arbitrary<infer Each> ? Each : never
const filter: fc.Arbitrary<JournalFilter> = fc.record({
  person: fc.constantFrom(...people), onBehalfOf: fc.constant('Tom Bos'), mailbox: fc.constant('info@delinde.test'), patient: fc.constantFrom('7', '12'),
  classes: fc.subarray([...classes], { minLength: 1 }), from: fc.integer({ min: 0, max: 40 }), to: fc.integer({ min: 0, max: 40 }), messageId: fc.constant('a@b.test'),
}, { requiredKeys: [] })

const entry = ({ class: of, person, onBehalfOf, mailbox, patient, at, messageId }: Written): JournalEntry => ({
  class: of, outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox, messageId, patient, detail: {},
  actor: { person, role: null, onBehalfOf, device: 'balie-1', factor: null, appVersion: '0.1.0', ruleVersion: null },
})

const meets = (row: ReadEntry, { patient, person, onBehalfOf, mailbox, messageId, classes: some, from, to }: JournalFilter): boolean =>
  (patient ?? row.patient) === row.patient && (person ?? row.person) === row.person && (onBehalfOf ?? row.onBehalfOf) === row.onBehalfOf
  && (mailbox ?? row.mailbox) === row.mailbox && (messageId ?? row.messageId) === row.messageId && (some ?? [row.class]).includes(row.class)
  && row.at >= (from ?? 0) && row.at < (to ?? Infinity)

describe('reading the journal', () => {
  test('every filter gives exactly what meets it, newest first, page by page; an export the same, oldest first', () => {
    fc.assert(fc.property(fc.array(written, { minLength: 1, maxLength: 30 }), filter, fc.integer({ min: 1, max: 7 }), (all, asked, limit) => {
      using state = stateDatabase()
      const [first, ...rest] = all.map(entry)
      if (first !== undefined) appendEntries(state.database, [first, ...rest])
      const expected = [...entriesOf(state.database, {})].filter((row) => meets(row, asked))
      const pages: ReadEntry[] = []
      for (let after: number | null = null; ;) {
        const page = readJournal(state.database, asked, { after, limit })
        expect(page.entries.length).toBeLessThanOrEqual(limit)
        pages.push(...page.entries)
        after = page.next
        if (after === null) break
      }
      expect(pages).toEqual([...expected].reverse())
      expect([...entriesOf(state.database, asked)]).toEqual(expected)
      expect(countEntries(state.database, asked, 1_000)).toBe(expected.length)
      expect(namesIn(state.database).persons).toEqual([...new Set(all.map(({ person }) => person))].sort())
    }), { numRuns: 15 })
  })

  test('an empty journal has no page', () => {
    using state = stateDatabase()
    expect(readJournal(state.database, { person: 'Anja' }, { limit: 5 })).toEqual({ entries: [], next: null })
    expect(readJournal(state.database, { from: 3 }, { limit: 5 })).toEqual({ entries: [], next: null })
    expect([...entriesOf(state.database, {})]).toEqual([])
    expect(namesIn(state.database)).toEqual({ persons: [], mailboxes: [] })
  })
})

describe('what was filed with the practice', () => {
  const fill = (database: Parameters<typeof appendEntries>[0], count: number) => {
    const [first, ...rest] = Array.from({ length: count }, (_, at) => entry({ class: 'E5', person: 'Anja', onBehalfOf: null, mailbox: null, patient: null, at, messageId: null }))
    if (first !== undefined) appendEntries(database, [first, ...rest])
  }

  test('shows a journal that was put back to how it once was, by the first entry that is missing or another', () => {
    using state = stateDatabase()
    fill(state.database, 6)
    const { hash } = [...entriesOf(state.database, {})].at(-1) ?? { hash: '' }
    expect(verifyChain(state.database, [{ to: 6, head: hash }]).breaks).toEqual([])
    const shorter = verifyChain(state.database, [{ to: 4, head: '0'.repeat(64) }, { to: 9, head: hash }])
    expect(shorter.breaks).toEqual([{ kind: 'not-as-filed', sequence: 4 }, { kind: 'gap', from: 7, to: 9 }])
    expect(firstBreak(shorter)).toEqual({ kind: 'not-as-filed', sequence: 4 })
    expect(shorter.breaks.map(entryOf)).toEqual([4, 7])
  })

  test('follows on, each after the one before', () => {
    using state = stateDatabase()
    const hash = 'ab'.repeat(32)
    keepFiled(state.database, { from: 1, to: 3, head: hash, hash, previous: NOTHING_BEFORE }, 1)
    expect(() => { keepFiled(state.database, { from: 5, to: 6, head: hash, hash, previous: hash }, 2) }).toThrow('does not follow')
    expect(() => { keepFiled(state.database, { from: 4, to: 6, head: hash, hash, previous: 'a'.repeat(64) }, 2) }).toThrow('does not follow')
    keepFiled(state.database, { from: 4, to: 6, head: hash, hash, previous: hash }, 2)
    expect(filedSegments(state.database).map(({ from, to }) => [from, to])).toEqual([[1, 3], [4, 6]])
    expect(lastFiled(state.database)?.to).toBe(6)
  })

  test('a check in pieces says the same as one at once', () => {
    using state = stateDatabase()
    fill(state.database, 10)
    const check = checkChain(state.database)
    const steps = Array.from({ length: 4 }, () => check.step(3))
    expect(steps.map((report) => report?.entries ?? null)).toEqual([null, null, null, 10])
    expect(steps.at(-1)).toEqual(verifyChain(state.database))
  })
})
