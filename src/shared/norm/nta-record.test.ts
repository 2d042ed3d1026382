import { expect, test } from 'vitest'
import { readNtaRecord, writeNtaRecord, type NtaReading, type NtaRecord } from './nta-record.ts'

const dates = 'v=NTA7516-1;startdate=2024-05;enddate=2027-05'
const record: NtaRecord = { startdate: '2024-05', enddate: '2027-05', provider: 'x', ntamx: [] }
const reads = (change: Partial<NtaRecord> = {}, ...warnings: ('COLON_SEPARATOR' | 'WHITESPACE')[]): NtaReading => ({ kind: 'record', record: { ...record, ...change }, warnings })
const mx = [{ preference: 10, host: 'mx.x.nl' }]

test.each<[string, string, NtaReading]>([
  ['DNS-R2, quotes', `"${dates};provider=x"`, reads()],
  ['DNS-R2, escapes', `${dates}\\;provider=x`, reads()],
  ['DNS-R3, a space after each ;', `${dates.replaceAll(';', '; ')}; provider=x`, reads({}, 'WHITESPACE')],
  ['DNS-R3, tabs and a line end', `${dates}\t;provider =\tx\r\n`, reads({}, 'WHITESPACE')],
  ['DNS-R3, empty segments', `;;${dates};;provider=x;;`, reads()],
  ['DNS-W1, a wide gap in a host', `${dates};provider=x;ntamx=10  mx.x.nl`, reads({ ntamx: mx }, 'WHITESPACE')],
  ['DNS-R4, another order', 'v=NTA7516-1;ntamx=10 mx.x.nl;enddate=2027-05;provider=x;startdate=2024-05', reads({ ntamx: mx })],
  ['DNS-R4, unknown keys', `${dates};provider=x;contact=a:b;https://x.nl;-`, reads()],
  ['DNS-R5, one colon', `${dates};provider:x`, reads({}, 'COLON_SEPARATOR')],
  ['DNS-R5, both', `${dates};provider : x`, reads({}, 'COLON_SEPARATOR', 'WHITESPACE')],
  ['DNS-R5, not for the version', `${dates.replace('v=', 'v:')};provider=x`, { kind: 'other' }],
  ['DNS-R6, a bad one among good ones', `${dates};provider=x;ntamx=mx.y.nl;ntamx=10 mx.x.nl.`, reads({ ntamx: mx })],
  ['DNS-R6, lowest first, each once', `${dates};provider=x;ntamx=20 b.nl;ntamx=5 c.nl;ntamx=20 B.nl;ntamx=5 a.nl`, reads({ ntamx: [{ preference: 5, host: 'a.nl' }, { preference: 5, host: 'c.nl' }, { preference: 20, host: 'b.nl' }] })],
  ['DNS-R7, start missing', 'v=NTA7516-1;enddate=2027-05;provider=x', { kind: 'malformed', part: 'startdate' }],
  ['DNS-R7, start twice', `${dates};startdate=2024-05;provider=x`, { kind: 'malformed', part: 'startdate' }],
  ['DNS-R7, a day too', 'v=NTA7516-1;startdate=2024-05;enddate=2027-05-01;provider=x', { kind: 'malformed', part: 'enddate' }],
  ['DNS-R7, other digits', 'v=NTA7516-1;startdate=2024-05;enddate=２０２７-05;provider=x', { kind: 'malformed', part: 'enddate' }],
  ['DNS-R7, one month is enough', 'v=NTA7516-1;startdate=2024-05;enddate=2024-05;provider=x', reads({ enddate: '2024-05' })],
  ['no provider', dates, reads({ provider: null })],
  ['a provider that is not a name', `${dates};provider=\u001b[31mZorg Mail`, reads({ provider: null })],
  ['two providers', `${dates};provider=x;provider=y`, reads({ provider: null })],
  ['DNS-R4, a later version', 'v=NTA7516-1.1;startdate=2024-05', { kind: 'unknownVersion' }],
  ['the draft, alone', 'V = nta7516', { kind: 'draft' }],
  ['SPF', 'v=spf1 -all', { kind: 'other' }],
  ['nothing', '', { kind: 'other' }],
])('%s', (_id, text, expected) => {
  expect(readNtaRecord(text)).toEqual(expected)
})

test.each(['10', '10mx.x.nl', '-1 mx.x.nl', '65536 mx.x.nl', '1e1 mx.x.nl', '10 localhost', '10 127.0.0.1', '10 mx..nl', '10 -mx.nl', '10 mx_1.x.nl', '10 mx.x.nl..', '10 mx.x.nl:25', '10 mx.x.nl mx.y.nl', '10 é.nl', `10 ${'a'.repeat(64)}.nl`, `10 ${'a.'.repeat(126)}nl`, ''])('no host: %j (DNS-R6)', (value) => {
  expect(readNtaRecord(`${dates};provider=x;ntamx=${value}`)).toEqual({ kind: 'malformed', part: 'ntamx' })
})

test('the strict form (DNS-W1)', () => {
  expect(writeNtaRecord({ ...record, provider: 'zorgmail', ntamx: [{ preference: 20, host: 'b.nl' }, { preference: 10, host: 'relay.zorgmail.nl' }] }))
    .toEqual({ kind: 'written', text: `${dates};provider=zorgmail;ntamx=10 relay.zorgmail.nl;ntamx=20 b.nl` })
})

test.each<[Partial<NtaRecord>, string]>([
  [{ startdate: '2024-5' }, 'startdate'], [{ enddate: 'later' }, 'enddate'], [{ enddate: '2024-04' }, 'period'], [{ enddate: '2027-06' }, 'period'],
  [{ provider: null }, 'provider'], [{ provider: 'Zorg;v=' }, 'provider'], [{ ntamx: [{ preference: 1.5, host: 'a.nl' }] }, 'ntamx'],
  [{ ntamx: [{ preference: 1, host: 'A.nl' }] }, 'ntamx'], [{ ntamx: [{ preference: 1, host: 'a.nl.' }] }, 'ntamx'],
])('%j is not written (DNS-W1, DNS-W2)', (change, part) => {
  expect(writeNtaRecord({ ...record, ...change })).toEqual({ kind: 'refused', part })
})
