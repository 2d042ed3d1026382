import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTrustAnchor, rootAnchor } from './trust-anchor.ts'
import { readServer } from './upstream.ts'

const digest = 'E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D'

test('the root has two keys', () => {
  expect(rootAnchor.map(({ owner, keyTag, algorithm, digestType }) => [owner, keyTag, algorithm, digestType])).toEqual([['.', 20326, 8, 2], ['.', 38696, 8, 2]])
})

test('several records, comments, blank lines, a TTL, and a digest in pieces', () => {
  const text = `; sleutels\r\n\r\n.\t3600\tIN\tDS\t20326 8 2 ${digest.toLowerCase()} ; 2017\r\nDeLinde.TEST. DS 1 13 2 ${digest.slice(0, 8)} ${digest.slice(8)}\n`
  const read = readTrustAnchor(text)
  expect(read).toMatchObject({ kind: 'anchor', records: [{ owner: '.', keyTag: 20326 }, { owner: 'delinde.test', keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.from(digest, 'hex') }] })
})

test.each([
  ['', 1], ['; niets\n', 2], ['. DS 1 8 2 abc', 1], [`\n. DS 99999 8 2 ${digest}`, 2], [`. IN DNSKEY 257 3 8 AwEA`, 1], [`a..b DS 1 8 2 ${digest}`, 1], [`. DS 1 8 2 ${digest.slice(2)}`, 1],
])('%j is malformed on line %i', (text, line) => {
  expect(readTrustAnchor(text)).toEqual({ kind: 'malformed', line })
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => { readTrustAnchor(text) }))
})

test.each([
  ['192.0.2.1', '192.0.2.1', 53], ['192.0.2.1:5353', '192.0.2.1', 5353], ['2001:db8::1', '2001:db8::1', 53], ['[2001:db8::1]:5353', '2001:db8::1', 5353], ['fe80::1%eth0', 'fe80::1%eth0', 53],
])('the system\'s resolver %s', (text, host, port) => {
  expect(readServer(text)).toEqual({ host, port })
})
