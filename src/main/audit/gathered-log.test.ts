import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatheredLog, type EntryPlace, type GatheredFilter, type StationEntry } from './gathered-log.ts'
import type { ReadEntry } from './read-journal.ts'

const entryOf = (sequence: number, change: Partial<ReadEntry> = {}): ReadEntry => ({
  sequence, class: 'E6', outcome: 'done', reason: null, at: sequence, offsetMinutes: 60, person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, factorAt: null,
  appVersion: '0.1.0', ruleVersion: null, mailbox: null, messageId: null, patient: null, detail: {}, previous: '0'.repeat(64), hash: '1'.repeat(64), ...change,
})
const reference = (patient: string): string => patient.padStart(64, 'a')

/** Page after page, however many that takes. */
function allPages(log: GatheredLog, filter: GatheredFilter, limit: number): StationEntry[] {
  const found: StationEntry[] = []
  for (let after: EntryPlace | null = null; ;) {
    const { entries, next } = log.page(filter, { after, limit })
    found.push(...entries)
    if (next === null) return found
    after = next
  }
}
const named = (entries: readonly StationEntry[]): string[] => entries.map(({ station, sequence }) => `${station} ${String(sequence)}`)

test('whatever is asked for, pages give each entry that meets it once, the latest first, and an export the same the other way round', () => {
  const entries = fc.array(fc.record({
    station: fc.constantFrom('one', 'two', 'three'), at: fc.integer({ min: 0, max: 8 }), person: fc.constantFrom('Anja', 'Bas'), mailbox: fc.constantFrom(null, 'info@x.test'),
    class: fc.constantFrom('E5' as const, 'E6' as const, 'log' as const), patient: fc.constantFrom(null, '1', '2'),
  }), { maxLength: 60 })
  const asked = fc.record({
    station: fc.constantFrom('one', 'two'), person: fc.constant('Bas'), mailbox: fc.constant('info@x.test'), from: fc.integer({ min: 0, max: 4 }), to: fc.integer({ min: 4, max: 9 }),
    classes: fc.constantFrom(['E5' as const], ['E6' as const, 'log' as const]), patient: fc.constant({ references: [reference('1')], station: 'two', number: '1' }),
  }, { requiredKeys: [] })
  fc.assert(fc.property(entries, asked, fc.integer({ min: 1, max: 7 }), (rows, filter, limit) => {
    using log = new GatheredLog()
    const all = rows.map(({ station, patient, ...rest }, at): StationEntry => ({
      ...entryOf(at + 1, { ...rest, patient, detail: patient === null || station === 'two' ? {} : { patientRef: reference(patient) } }), station,
    }))
    for (const { station, ...entry } of all) log.add(station, [entry])
    const meets = ({ station, person, mailbox, at, class: of, patient, detail }: StationEntry): boolean =>
      (filter.station ?? station) === station && (filter.person ?? person) === person && (filter.mailbox === undefined || filter.mailbox === mailbox) && at >= (filter.from ?? 0) && at < (filter.to ?? 99)
      && (filter.classes === undefined || filter.classes.some((one) => one === of)) && (filter.patient === undefined || detail['patientRef'] === reference('1') || (station === 'two' && patient === '1'))
    const wanted = all.filter(meets).sort((one, other) => other.at - one.at || (one.station < other.station ? 1 : one.station > other.station ? -1 : 0) || other.sequence - one.sequence)
    expect(named(allPages(log, filter, limit))).toEqual(named(wanted))
    expect(named([...log.entries(filter)])).toEqual(named(wanted.toReversed()))
    expect(log.count(filter)).toBe(wanted.length)
  }))
})

test('far more entries than one page looks through, of which a few are meant', () => {
  using log = new GatheredLog()
  log.add('one', Array.from({ length: 60_000 }, (_, at) => entryOf(at + 1, at % 20_000 === 0 ? { person: 'Bas' } : {})))
  expect(named(allPages(log, { person: 'Bas' }, 10))).toEqual(['one 40001', 'one 20001', 'one 1'])
})

test('what comes a second time is there once, and of each mailbox the last check counts, wherever it was done (R4)', () => {
  using log = new GatheredLog()
  const check = (sequence: number, person: string) => entryOf(sequence, { class: 'log', person, mailbox: 'info@x.test', detail: { change: 'checked', finding: 'in-order' } })
  for (let times = 0; times < 2; times++) {
    log.add('one', [check(1, 'Anja')])
    log.add('two', [check(2, 'Bas'), entryOf(3, { class: 'log', mailbox: 'info@x.test', detail: { change: 'exported' } })])
  }
  expect(log.count()).toBe(3)
  expect(log.mailboxChecks()).toEqual([{ mailbox: 'info@x.test', at: 2, by: 'Bas', finding: 'in-order' }])
  expect(log.names()).toEqual({ persons: ['Anja', 'Bas'], mailboxes: ['info@x.test'] })
})
