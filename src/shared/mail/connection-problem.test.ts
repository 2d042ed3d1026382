import { expect, test } from 'vitest'
import { connectionProblemOf } from './connection-problem.ts'

test.each([
  ['ENOTFOUND', 'unknown-host'], ['ECONNREFUSED', 'refused'], ['ETIMEDOUT', 'timeout'], ['EAI_AGAIN', 'offline'],
  ['CERT_HAS_EXPIRED', 'certificate-expired'], ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-name'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'], ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-too-old'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no-tls'], ['ECONNRESET', 'dropped'],
] as const)('%s is %s', (code, problem) => {
  expect(connectionProblemOf(Object.assign(new Error('text'), { code }))).toBe(problem)
})

test('the code that a library put its own over goes first', () => {
  expect(connectionProblemOf({ code: 'ETIMEDOUT', originalCode: 'CERT_HAS_EXPIRED' })).toBe('certificate-expired')
})

test('wrapped errors are looked through', () => {
  expect(connectionProblemOf(new Error('wrapped', { cause: { code: 'EHOSTUNREACH' } }))).toBe('offline')
  expect(connectionProblemOf(Object.assign(new AggregateError([{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }]), { code: 'ECONNWHAT' }))).toBe('refused')
})

test('what is no connection error is left to who raised it', () => {
  const endless: { cause?: unknown } = {}
  endless.cause = endless
  for (const other of [null, undefined, 'ECONNRESET', 42, {}, { code: 'EAUTH' }, { code: 7 }, endless]) {
    expect(connectionProblemOf(other)).toBeNull()
  }
})
