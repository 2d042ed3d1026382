import { expect, test } from 'vitest'
import { readUpstream } from './look-ups.ts'

test.each([
  ['', { kind: 'system' }],
  [' 10.0.0.1 ', { kind: 'udp', host: '10.0.0.1', port: 53 }],
  ['10.0.0.1:5353', { kind: 'udp', host: '10.0.0.1', port: 5353 }],
  ['[::1]:5353', { kind: 'udp', host: '::1', port: 5353 }],
  ['tcp://ns.praktijk.nl', { kind: 'tcp', host: 'ns.praktijk.nl', port: 53 }],
  ['TLS://9.9.9.9', { kind: 'tls', host: '9.9.9.9', port: 853 }],
  ['https://dns.voorbeeld.nl/dns-query', { kind: 'https', url: 'https://dns.voorbeeld.nl/dns-query' }],
  ['http://dns.voorbeeld.nl', null], ['10.0.0.1:0', null], ['10.0.0.1:70000', null], ['a b', null], ['https://', null], ['tls://', null],
])('%j', (typed, expected) => {
  expect(readUpstream(typed)).toEqual(expected)
})
