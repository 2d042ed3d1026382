import { createHmac, randomBytes } from 'node:crypto'
import type { AccountSettings } from '../../shared/contract/accounts.ts'
import { ACCOUNT_TEST_LIFE_MS, MAX_ACCOUNT_TESTS } from '../../shared/limits.ts'

/** Remembers with what both servers let the person in a moment ago. */
export interface TestedSettings {
  note(settings: AccountSettings, secret: string): void
  /** Whether exactly these worked; such a test counts once. */
  take(settings: AccountSettings, secret: string): boolean
}

/** Holds keyed hashes only: no password stays in memory for this. */
export function createTestedSettings(now: () => number): TestedSettings {
  const key = randomBytes(32)
  const worked = new Map<string, number>()
  const nameOf = (settings: AccountSettings, secret: string): string =>
    createHmac('sha256', key).update(JSON.stringify([inOrder(settings), secret])).digest('base64url')
  return {
    note(settings, secret) {
      worked.set(nameOf(settings, secret), now() + ACCOUNT_TEST_LIFE_MS)
      for (const oldest of [...worked.keys()].slice(0, -MAX_ACCOUNT_TESTS)) worked.delete(oldest)
    },
    take(settings, secret) {
      const name = nameOf(settings, secret)
      const until = worked.get(name)
      worked.delete(name)
      return until !== undefined && now() < until
    },
  }
}

/** Everything that decides to whom the password goes and whose address it is; the name that recipients see decides nothing. */
const inOrder = ({ address, imap, smtp, user, auth, caFile }: AccountSettings): unknown[] =>
  [address, ...[imap, smtp].flatMap(({ host, port, security }) => [host, port, security]), user, auth, caFile]
