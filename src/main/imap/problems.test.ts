import { expect, test } from 'vitest'
import { needsPerson, problemOf, SessionLost } from './problems.ts'

const failed = (facts: object) => Object.assign(new Error('text'), facts)

test.each([
  ['a refused password', { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, 'login-refused'],
  ['a refused login without a code', { authenticationFailed: true }, 'login-refused'],
  ['a server whose user database is away', { authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, 'server-busy'],
  ['a server that has no STARTTLS, or was robbed of it', { tlsFailed: true }, 'no-tls'],
  ['bytes before the handshake', { tlsFailed: true, code: 'STARTTLS_INJECTION' }, 'no-tls'],
  ['a handshake that takes too long', { tlsFailed: true, code: 'UPGRADE_TIMEOUT' }, 'timeout'],
  ['a bad certificate after STARTTLS', { tlsFailed: true, code: 'CERT_HAS_EXPIRED' }, 'certificate-expired'],
  ['a server that says goodbye first', { code: 'NoConnection', reason: 'Too many connections' }, 'server-busy'],
  ['a line that ended', { code: 'NoConnection' }, 'dropped'],
  ['a reset', { code: 'ECONNRESET' }, 'dropped'],
  ['silence', { code: 'GREETING_TIMEOUT' }, 'timeout'],
  ['garbage', { code: 'ParserError12' }, 'garbled'],
  ['a literal of four gigabytes', { code: 'LiteralTooLarge' }, 'garbled'],
  ['a server that slows us down', { code: 'ETHROTTLE' }, 'server-busy'],
  ['a command that it does not know', { responseStatus: 'BAD' }, 'garbled'],
] as const)('%s', (_, facts, problem) => {
  expect(problemOf(failed(facts))).toBe(problem)
})

test('a bug is not taken for a bad server', () => {
  for (const bug of [new TypeError('x is undefined'), undefined, 'text', failed({ code: 'ERR_INVALID_ARG_TYPE' })]) {
    expect(problemOf(bug)).toBeNull()
  }
})

test('a lost session keeps its cause', () => {
  expect(problemOf(new SessionLost('dropped'))).toBe('dropped')
})

test('only what a person can mend stops the tries', () => {
  expect(needsPerson('login-refused')).toBe(true)
  expect(needsPerson('certificate-expired')).toBe(false)
})
