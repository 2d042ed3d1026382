import { createAccounts } from '../src/main/accounts/accounts.ts'
import { fileSecrets } from '../src/main/app/secret-store.ts'
import { openState } from '../src/main/app/stores/state-store.ts'
import { createVault } from '../src/main/vault/vault.ts'
import type { AccountSettings } from '../src/shared/contract/accounts.ts'

/** What opens the copy of the mail; copies of the keys, of mail that nobody wrote. */
export interface MailKeys { readonly cacheKey: Uint8Array; readonly segmentKey: Uint8Array }

interface NewAccount { readonly settings: AccountSettings; readonly secret: string }

/** Nobody listens there. */
export const unreached: NewAccount = {
  secret: 'geheim',
  settings: {
    address: 'anja@delinde.test', displayName: 'Anja de Vries', user: 'anja', auth: 'password', caFile: null,
    imap: { host: 'localhost', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: 9, security: 'tls' },
  },
}

/** Adds an account to the vault of a first run while no client runs, through its recovery code: the next unlock finds it. */
export async function addBehindVault(directory: string, code: string, { settings, secret }: NewAccount): Promise<MailKeys & { readonly accountId: string }> {
  await using vault = createVault({ directory, secrets: fileSecrets(directory), origin: ['http://localhost'], rpId: 'localhost', now: () => Date.now() })
  const outcome = await vault.unlockWithRecovery({ code })
  if (!outcome.ok) throw new Error(`the vault: ${outcome.fail}`)
  const keys = vault.keys()
  const opened = openState(directory, keys.state, 'write')
  if (opened.kind !== 'open') throw new Error(`the state: ${opened.kind}`)
  try {
    const accounts = createAccounts({ db: opened.database, secrets: fileSecrets(directory), key: keys.secrets, publicDomains: new Set(), now: () => Date.now() })
    accounts.noteTested(settings, secret)
    const added = await accounts.add(settings, secret)
    if (!added.ok) throw new Error(`the account: ${added.fail}`)
    return { accountId: added.value.id, cacheKey: Uint8Array.from(keys.cache), segmentKey: Uint8Array.from(keys.segments) }
  } finally {
    opened.database.close()
  }
}
