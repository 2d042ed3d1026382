import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { writeNtaRecord } from './nta-record.ts'
import { periodOf, readMonth, reminderDue } from './nta-period.ts'
import { ntaStatusOf, type NtaFinding, type RecordLookUp } from './nta-status.ts'

const today = Date.parse('2026-02-15T12:00:00+01:00')
const x1 = 'v=NTA7516-1;startdate=2024-05;enddate=2027-05;provider=zorgmail;ntamx=10 relay.zorgmail.nl'
const valid = (startdate: string, enddate: string, rest = 'provider=zorgmail;ntamx=10 relay.zorgmail.nl'): string =>
  `v=NTA7516-1;startdate=${startdate};enddate=${enddate};${rest}`
const found = (...texts: string[]): RecordLookUp => ({ kind: 'secure', outcome: 'answer', texts })
const statusAt = (moment: string, ...texts: string[]): NtaFinding => ntaStatusOf(found(...texts), Date.parse(moment))

type Example = readonly [id: string, found: RecordLookUp, expected: Partial<NtaFinding> & Pick<NtaFinding, 'status'>]

const examples: readonly Example[] = [
  ['DNS-X1', found(x1), { status: 'ready', lastDay: '2027-05-31', warnings: [], record: { startdate: '2024-05', enddate: '2027-05', provider: 'zorgmail', ntamx: [{ preference: 10, host: 'relay.zorgmail.nl' }] } }],
  ['DNS-X2', found(valid('2023-01', '2026-01')), { status: 'expired', lastDay: '2026-01-31' }],
  ['DNS-X3', found(valid('2023-02', '2026-02')), { status: 'ready', lastDay: '2026-02-28', warnings: [] }],
  ['DNS-X4', found(valid('2026-03', '2029-03')), { status: 'notYetValid', lastDay: '2029-03-31' }],
  ['DNS-X5', found(valid('2024-06', '2030-06')), { status: 'ready', lastDay: '2027-06-30', warnings: ['PERIOD_CAPPED'] }],
  ['DNS-X6', found(valid('2022-06', '2026-07')), { status: 'expired', lastDay: '2025-06-30', warnings: ['PERIOD_CAPPED'] }],
  ['DNS-X7', found('v=NTA7516-1;startdate=2024-05;enddate=2027-05;provider=zorgmail'), { status: 'ready', record: { startdate: '2024-05', enddate: '2027-05', provider: 'zorgmail', ntamx: [] } }],
  ['DNS-X8', found('v=NTA7516;version:2019-06;expire:2027-10;provider:x;ntamx:mx.x.nl'), { status: 'draft', record: null }],
  ['DNS-X9', found('v=NTA7516-1;startdate:2025-01;enddate:2027-12;provider:x;ntamx:10 mx.x.nl'), { status: 'ready', warnings: ['COLON_SEPARATOR'], lastDay: '2027-12-31' }],
  ['DNS-X10', found(x1, x1), { status: 'ready', warnings: ['DUPLICATE'] }],
  ['DNS-X10, other dates', found(x1, valid('2025-05', '2028-05')), { status: 'ready', warnings: ['DUPLICATE'], lastDay: '2028-05-31' }],
  ['DNS-X11, provider', found(x1, valid('2024-05', '2027-05', 'provider=zivver;ntamx=10 relay.zorgmail.nl')), { status: 'ambiguous', record: null, lastDay: null, warnings: [] }],
  ['DNS-X11, hosts', found(x1, valid('2024-05', '2027-05', 'provider=zorgmail;ntamx=10 mx.x.nl')), { status: 'ambiguous' }],
  ['DNS-X11, one without hosts', found(x1, valid('2024-05', '2027-05', 'provider=zorgmail')), { status: 'ambiguous' }],
  ['DNS-X12', found(valid('2021-01', '2024-01', 'provider=zivver'), x1), { status: 'ready', warnings: ['STALE_EXTRA'], lastDay: '2027-05-31' }],
  ['DNS-X13', found('V=nta7516-1;StartDate=2025-01;ENDDATE=2027-12;Provider=ZIVVER;NTAMX=10 MX.X.NL'), { status: 'ready', warnings: [], record: { startdate: '2025-01', enddate: '2027-12', provider: 'zivver', ntamx: [{ preference: 10, host: 'mx.x.nl' }] } }],
  ['DNS-X14', found(' v=NTA7516-1 ; startdate = 2025-01;enddate=2027-12 ;provider=x;ntamx=10   mx.x.nl. ;'), { status: 'ready', warnings: ['WHITESPACE'], record: { startdate: '2025-01', enddate: '2027-12', provider: 'x', ntamx: [{ preference: 10, host: 'mx.x.nl' }] } }],
  ['DNS-X15, month 13', found(valid('2024-05', '2027-13')), { status: 'malformed', record: null, warnings: [], lastDay: null }],
  ['DNS-X15, one digit', found(valid('2024-05', '2027-1')), { status: 'malformed' }],
  ['DNS-X15, start after end', found(valid('2026-02', '2026-01')), { status: 'malformed' }],
  ['DNS-X16', found(valid('2024-05', '2027-05', 'provider=x;ntamx=mx.x.nl')), { status: 'malformed' }],
  ['DNS-X17', found('v=NTA7516-2;startdate=2024-05;enddate=2027-05;provider=x'), { status: 'unknownVersion', record: null }],
  ['DNS-X18, unsigned', { ...found(x1), kind: 'insecure' } as RecordLookUp, { status: 'insecure', record: null, lastDay: null }],
  ['DNS-X18, time-out', { kind: 'unreachable' }, { status: 'lookupFailed' }],
  ['DNS-X19', found(['v=NTA7516-1;startd', 'ate=2024-05;enddate=2027-05;provider=zorgmail;ntamx=10 relay.zorgmail.nl'].join('')), { status: 'ready' }],
  ['DNS-X20', found('v=spf1 mx -all', 'google-site-verification=NTA7516-1'), { status: 'absent', record: null }],
  ['DNS-R1, nothing there', { kind: 'secure', outcome: 'no-data' }, { status: 'absent' }],
  ['DNS-R4, version not first', found('startdate=2024-05;v=NTA7516-1;enddate=2027-05;provider=x'), { status: 'absent' }],
  ['DNS-R4, matched whole', found('v=NTA7516-10;startdate=2024-05;enddate=2027-05;provider=x'), { status: 'unknownVersion' }],
  ['DNS-S1, no such name', { kind: 'secure', outcome: 'no-such-name' }, { status: 'noSuchDomain' }],
  ['DNS-S1, no such name in an unsigned zone', { kind: 'insecure', outcome: 'no-such-name' }, { status: 'noSuchDomain' }],
  ['DNS-D3, unsigned without a record', { kind: 'insecure', outcome: 'no-data' }, { status: 'insecure' }],
  ['DNS-D4', { kind: 'bogus' }, { status: 'bogus' }],
  ['DNS-D2', { kind: 'indeterminate' }, { status: 'indeterminate' }],
  ['DNS-S1, draft beside a valid one', found('v=NTA7516;version:2019-06', x1), { status: 'ready', warnings: [] }],
  ['DNS-S1, malformed beside a valid one', found(valid('2024-05', ''), x1), { status: 'ready' }],
  ['DNS-S1, malformed beside an unknown version', found('v=NTA7516-2', valid('', '')), { status: 'malformed' }],
  ['DNS-S1, expired beside one to come', found(valid('2020-01', '2022-01'), valid('2027-01', '2029-01')), { status: 'notYetValid', lastDay: '2029-01-31', warnings: ['STALE_EXTRA'] }],
  ['DNS-S1, valid beside its successor', found(x1, valid('2027-06', '2030-06')), { status: 'ready', lastDay: '2027-05-31', warnings: [] }],
]

test.each(examples)('%s', (_id, lookUp, expected) => {
  expect(ntaStatusOf(lookUp, today)).toMatchObject(expected)
})

describe('the period, in Amsterdam (DNS-T1)', () => {
  test.each([
    ['2024-05', '2026-07', '2024-04-30T21:59:59.999Z', 'notYetValid'],
    ['2024-05', '2026-07', '2024-04-30T22:00:00.000Z', 'ready'],
    ['2024-05', '2026-07', '2026-07-31T21:59:59.999Z', 'ready'],
    ['2024-05', '2026-07', '2026-07-31T22:00:00.000Z', 'expired'],
    ['2024-01', '2026-03', '2023-12-31T22:59:59.999Z', 'notYetValid'],
    ['2024-01', '2026-03', '2023-12-31T23:00:00.000Z', 'ready'],
    // The clocks went forward two days before: the last day of March ends in summer time.
    ['2024-01', '2026-03', '2026-03-31T21:59:59.999Z', 'ready'],
    ['2024-01', '2026-03', '2026-03-31T22:00:00.000Z', 'expired'],
    ['2024-01', '2026-10', '2026-10-31T22:59:59.999Z', 'ready'],
    ['2024-01', '2026-10', '2026-10-31T23:00:00.000Z', 'expired'],
    // DNS-T2: 36 months span from March to March, and that March is in it whole.
    ['2023-03', '2026-03', '2026-03-31T12:00:00.000Z', 'ready'],
  ])('%s to %s at %s: %s', (start, end, moment, status) => {
    expect(statusAt(moment, valid(start, end)).status).toBe(status)
  })

  test('agrees with the time zone database in every month until 2100', () => {
    const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' })
    for (let month = 12 * 2019; month < 12 * 2100; month += 1) {
      const { from, lastDay } = periodOf(month, month)
      const name = `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, '0')}`
      expect(readMonth(name)).toBe(month)
      expect(clock.format(from)).toBe(`${name}-01 00:00:00`)
      expect(clock.format(periodOf(month, month).until - 1)).toBe(`${lastDay} 23:59:59`)
    }
  })
})

test.each([
  ['2026-03-01', null], ['2026-03-02', 0], ['2026-04-30', 0], ['2026-05-01', 1], ['2026-05-23', 1], ['2026-05-24', 2], ['2026-05-31', 2],
])('on %s the reminder of a record until 31 May is number %s (DNS-T5)', (day, due) => {
  expect(reminderDue('2026-05-31', Date.parse(`${day}T12:00:00+02:00`))).toBe(due)
})

const pick = <T>(...choices: T[]): fc.Arbitrary<T> => fc.constantFrom(...choices)
const monthName = (month: number): string => `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, '0')}`
const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/)
const host = fc.tuple(fc.array(label, { minLength: 1, maxLength: 3 }), pick('nl', 'test', 'xn--p1ai')).map(([labels, top]) => [...labels, top].join('.'))
const record = fc.record({
  start: fc.integer({ min: 12 * 1990, max: 12 * 2090 }), span: fc.integer({ min: 0, max: 36 }),
  provider: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
  ntamx: fc.array(fc.record({ preference: fc.integer({ min: 0, max: 65_535 }), host }), { maxLength: 4 }),
  moment: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

test('what the writer writes, the reader reads as ready at any moment in its period, and as it was meant', () => {
  fc.assert(fc.property(record, ({ start, span, provider, ntamx, moment }) => {
    const meant = { startdate: monthName(start), enddate: monthName(start + span), provider, ntamx }
    const written = writeNtaRecord(meant)
    if (written.kind === 'refused') throw new Error(written.part)
    const { from, until, lastDay } = periodOf(start, start + span)
    const finding = ntaStatusOf(found('v=spf1 -all', written.text), Math.min(Math.floor(from + moment * (until - from)), until - 1))
    expect(finding).toMatchObject({ status: 'ready', warnings: [], lastDay, record: { ...meant, ntamx: expect.any(Array) as unknown } })
    expect(new Set(finding.record?.ntamx.map((one) => JSON.stringify(one)))).toEqual(new Set(ntamx.map(({ preference, host: name }) => JSON.stringify({ preference, host: name }))))
    expect(ntaStatusOf(found(written.text), from - 1).status).toBe('notYetValid')
    expect(ntaStatusOf(found(written.text), until).status).toBe('expired')
    if (finding.record !== null) expect(writeNtaRecord(finding.record)).toEqual(written)
  }), { numRuns: 500 })
})

const scrap = fc.oneof(
  pick('v=NTA7516-1', 'v=nta7516', ' V = NTA7516-1 ', ';', ' ; ', '\\;', '"', '=', ':', '\0', '\t', '\u00a0', 'startdate=2024-05', 'enddate:2027-05', 'enddate=2025-01',
    'provider=x', 'ntamx=10 mx.x.nl', 'ntamx=x', 'ntamx=65536 a.nl', 'ntamx = 0  A.NL. ', 'STARTDATE=2026-09'),
  fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 }),
)
const anyText = fc.array(scrap, { maxLength: 12 }).map((scraps) => scraps.join('')).chain((text) => pick(text, `v=NTA7516-1;${text}`, `v=NTA7516-1;startdate=2024-05;enddate=2027-05;provider=x;${text}`))

test('whatever stands in DNS gives a status, the same in any order of the records; ready only with a record in its period', () => {
  fc.assert(fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
    const finding = ntaStatusOf(found(...texts), today)
    expect(ntaStatusOf(found(...texts.toReversed()), today)).toEqual(finding)
    const { status, record: read, lastDay } = finding
    if (status !== 'ready') return
    expect(read !== null && read.startdate <= '2026-02' && read.enddate >= '2026-02' && lastDay !== null && lastDay >= '2026-02-28').toBe(true)
  }), { numRuns: 3_000 })
})

test('a hundred thousand records, among them enormous ones, are read without a hang', () => {
  const pieces = fc.sample(anyText, { numRuns: 1_000, seed: 7516 })
  for (let round = 0; round < 100; round += 1) {
    for (let index = 0; index < pieces.length; index += 1) ntaStatusOf(found(`${pieces[index]!}${pieces[(index * 7 + round) % pieces.length]!}`), today)
  }
  for (const piece of [' ', ';', '=', ';ntamx=1 a.nl', '"', '\\;', 'a.', '9']) {
    expect(ntaStatusOf(found(`v=NTA7516-1;startdate=2024-05;enddate=2027-05;provider=x;ntamx=${piece.repeat(65_000 / piece.length)}`), today).status).toMatch(/ready|malformed/)
  }
})
