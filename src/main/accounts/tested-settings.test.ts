import { expect, test } from 'vitest'
import type { AccountSettings } from '../../shared/contract/accounts.ts'
import { ACCOUNT_TEST_LIFE_MS, MAX_ACCOUNT_TESTS } from '../../shared/limits.ts'
import { createTestedSettings } from './tested-settings.ts'

const settings: AccountSettings = {
  address: 'anja@delinde.test', displayName: 'Anja', user: 'anja', caFile: null, auth: 'password',
  imap: { host: 'imap.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'smtp.delinde.test', port: 587, security: 'starttls' },
}

test('what worked counts once', () => {
  const tested = createTestedSettings(() => 0)
  tested.note(settings, 'geheim')
  expect(tested.take({ ...settings, displayName: 'Anja de Vries, huisarts' }, 'geheim')).toBe(true)
  expect(tested.take(settings, 'geheim')).toBe(false)
})

test.each<[string, Partial<AccountSettings>, string]>([
  ['another address', { address: 'anja@ziekenhuis.test' }, 'geheim'],
  ['another user', { user: 'bas' }, 'geheim'],
  ['another server', { imap: { ...settings.imap, host: 'imap.elders.test' } }, 'geheim'],
  ['another port', { smtp: { ...settings.smtp, port: 465 } }, 'geheim'],
  ['another protection', { smtp: { ...settings.smtp, security: 'tls' } }, 'geheim'],
  ['another CA', { caFile: '/ca.pem' }, 'geheim'],
  ['another way to log in', { auth: 'oauth2' }, 'geheim'],
  ['another password', {}, 'anders'],
  ['servers in each other\'s place', { imap: settings.smtp, smtp: settings.imap }, 'geheim'],
])('%s is another test', (_, change, secret) => {
  const tested = createTestedSettings(() => 0)
  tested.note(settings, 'geheim')
  expect(tested.take({ ...settings, ...change }, secret)).toBe(false)
  expect(tested.take(settings, 'geheim')).toBe(true)
})

test('it counts for a while, and only the last few do', () => {
  let now = 0
  const tested = createTestedSettings(() => now)
  tested.note(settings, 'oud')
  now = ACCOUNT_TEST_LIFE_MS
  expect(tested.take(settings, 'oud')).toBe(false)
  for (let round = 0; round <= MAX_ACCOUNT_TESTS; round++) tested.note(settings, `wachtwoord ${String(round)}`)
  expect(tested.take(settings, 'wachtwoord 0')).toBe(false)
  expect(tested.take(settings, 'wachtwoord 1')).toBe(true)
})
