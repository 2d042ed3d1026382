import { expect, test } from 'vitest'
import { apart, isDomain, isHost, isSender, oddOnes } from './typed-names.ts'

test('names come apart at commas, blanks and lines', () => {
  expect(apart(' a.test,b.test;\n c.test ,, ')).toEqual(['a.test', 'b.test', 'c.test'])
})

test.each([
  ['mx', true, false, false], ['mx.delinde.test', true, true, true], ['mx_1.delinde.test', true, true, true], ['zörg.test', true, true, true], ['192.0.2.1', true, true, true], ['a.test.', true, true, true],
  ['info@site.test', false, false, true], ['https://site.test', false, false, false], ['-a.test', false, false, false], ['a..test', false, false, false], ['a@b@c.test', false, false, false], ['@site.test', false, false, false],
  [`${'a'.repeat(64)}.test`, false, false, false],
])('%s: a host %s, a domain %s, a sender %s', (name, host, domain, sender) => {
  expect([isHost(name), isDomain(name), isSender(name)]).toEqual([host, domain, sender])
})

test('only what is odd is named', () => {
  expect(oddOnes('a.test, b test, https://c.test', isDomain)).toEqual(['b', 'test', 'https://c.test'])
})
