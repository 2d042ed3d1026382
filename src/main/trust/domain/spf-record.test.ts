import { expect, test } from 'vitest'
import fc from 'fast-check'
import { isSpf, readSpf, type SpfRecord } from './spf-record.ts'

const spf = (change: Partial<SpfRecord>): SpfRecord => ({ all: null, includes: [], redirect: null, lookUps: 0, ...change })

test.each<[string, SpfRecord | null]>([
  ['v=spf1 ip4:127.0.0.1 -all', spf({ all: '-' })],
  ['V=SPF1 MX A:mail.x.nl/24 ~ALL', spf({ all: '~', lookUps: 2 })],
  ['v=spf1 all', spf({ all: '+' })],
  ['v=spf1', spf({})],
  ['v=spf1  include:a.nl   ~include:b.nl ?all', spf({ all: '?', includes: [{ target: 'a.nl', qualifier: '+' }, { target: 'b.nl', qualifier: '~' }], lookUps: 2 })],
  ['v=spf1 redirect=x.nl', spf({ redirect: 'x.nl', lookUps: 1 })],
  ['v=spf1 redirect=x.nl -all', spf({ all: '-' })],
  ['v=spf1 -all include:a.nl mx', spf({ all: '-' })],
  ['v=spf1 ip6:2001:db8::/32 ip4:10.0.0.0/8 exists:%{i}.x.nl ptr exp=why.x.nl future=1 -all', spf({ all: '-', lookUps: 2 })],
  ['v=spf1 a/24//64 mx//64 -all', spf({ all: '-', lookUps: 2 })],
  ['v=spf1 mx ip4:0.0.0.0/0 -all', spf({ all: '+', lookUps: 1 })],
  ['v=spf1 a:x.nl/0 -all', spf({ all: '+' })],
  ['v=spf1 -ip4:0.0.0.0/0 ~all', spf({ all: '~' })],
  ['v=spf1 ip4:10.0.0.0/33 -all', null],
  ['v=spf1 a/33 -all', null],
  ['v=spf1 mx//129 -all', null],
  ['v=spf1 ip4:10.0.0 -all', null],
  ['v=spf1 ip6:10.0.0.1 -all', null],
  ['v=spf1 include -all', null],
  ['v=spf1 include: -all', null],
  ['v=spf1 al', null],
  ['v=spf1 -all:x', null],
  ['v=spf1 redirect=a.nl redirect=b.nl', null],
  ['v=spf1 redirect=', null],
  ['v=spf1 mx; -all', null],
])('%s (RFC 7208)', (text, expected) => {
  expect(readSpf(text)).toEqual(expected)
})

test.each([['v=spf1 -all', true], ['v=spf10 -all', false], ['v=spf1', true], [' v=spf1 -all', false], ['v=spf1; -all', false], ['spf2.0/pra', false]])('%j claims to be SPF: %s', (text, expected) => {
  expect(isSpf(text)).toBe(expected)
})

test('whatever follows the version, the reader gives an answer', () => {
  const piece = fc.oneof(fc.constantFrom('include:', 'a', 'mx', 'ip4:', '/', '//', ' ', '-', 'all', 'redirect=', '%{d}', ':', '1.2.3.4'), fc.string({ unit: 'binary', maxLength: 5 }))
  fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
    const record = readSpf(`v=spf1 ${pieces.join('')}`)
    expect(record === null || record.lookUps >= record.includes.length).toBe(true)
  }), { numRuns: 2_000 })
  for (const long of [' ', 'a', '1', '/', 'a/', ':', '=', '-']) readSpf(`v=spf1 ${long.repeat(65_000 / long.length)}`)
})
