import { expect, test, vi } from 'vitest'
import { SecretStoreUnavailable } from '../vault/secret-store.ts'
import { forgetLogins } from './forget-logins.ts'

test('every login goes, also where the keychain does not answer for one of them', async () => {
  const gone = vi.fn((name: string) => (name === 'account:a' ? Promise.reject(new SecretStoreUnavailable('locked')) : Promise.resolve()))
  await forgetLogins({ secrets: { kind: 'file', delete: gone }, accounts: [{ id: 'a' }, { id: 'b' }], directories: [{ id: 'd' }] })
  expect(gone.mock.calls.map(([name]) => name)).toEqual(['account:a', 'provider:a', 'account:b', 'provider:b', 'directory:d'])
})
