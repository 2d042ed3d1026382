import { expect, test } from 'vitest'
import { readResults } from './reported.ts'

const read = (value: string) => {
  const reading = readResults(value)
  return reading.kind === 'malformed' ? null : reading.results.map(({ method, result, properties }) => [method, result, Object.fromEntries(properties)])
}

test.each([
  'mx.x.test; dmarc=fail header.from=zorg.test', 'mx.x.test; dmarc=fail header . from=zorg.test', 'mx.x.test; dmarc=fail header. from = zorg.test', 'mx.x.test; dmarc=fail header .from= zorg.test',
  'mx.x.test; dmarc=fail header (a) . (b.c=d) from (e)=(f) zorg.test', 'mx.x.test; dmarc / 1 = fail header\r\n .\r\n from=zorg.test', 'mx.x.test; DMARC/1=FAIL Header.From=zorg.test;',
])('blanks and comments may stand around the dot of a property (RFC 8601 section 2.2): %j', (value) => {
  expect(read(value)).toEqual([['dmarc', 'fail', { 'header.from': 'zorg.test' }]])
})

test.each([
  'mx.x.test; dmarc=fail header from=zorg.test', 'mx.x.test; dmarc fail', 'mx.x.test; dmarc=fail header.from', 'mx.x.test; dmarc=fail header.from==', 'mx.x.test; dmarc=fail; =pass', 'mx.x.test; dmarc/2=pass',
  'mx.x.test; dmarc=fail header.from=zorg.test extra', 'mx.x.test; dm arc=pass',
])('what is of another form is not guessed at: %j', (value) => {
  expect(read(value)).toBe(null)
})

test('several properties keep their values', () => {
  expect(read('mx.x.test; dkim=pass reason="a = b; c" header . d = zorg.test header.s=s1 header.b="Ab=="; spf=fail smtp . mailfrom="x y"@zorg.test')).toEqual([
    ['dkim', 'pass', { reason: 'a = b; c', 'header.d': 'zorg.test', 'header.s': 's1', 'header.b': 'Ab==' }], ['spf', 'fail', { 'smtp.mailfrom': 'x y@zorg.test' }],
  ])
})
