import type { ProviderSettings } from '../../shared/contract/providers.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { inTransaction } from '../store/store.ts'
import { openSecret, sealSecret } from '../vault/seal.ts'
import { SecretStoreUnavailable } from '../vault/secret-store.ts'
import type { AccountProviders, AccountProvidersOptions, ProviderSecret } from './face.ts'
import { digestOf } from './provider-state.ts'
import { removeSettings, writeSettings } from './provider-rows.ts'

const nameOf = (accountId: string): string => `provider:${accountId}`
/** What the login at an account's provider is called in the keychain. */
export const providerLoginName = nameOf

export async function secretOf({ secrets, key }: AccountProvidersOptions, accountId: string): Promise<ProviderSecret> {
  try {
    const sealed = await secrets.get(nameOf(accountId))
    const secret = sealed === null ? null : openSecret(key, sealed, nameOf(accountId))
    return secret === null ? { kind: 'lost' } : { kind: 'known', secret }
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return { kind: 'keychain-unavailable' }
    throw error
  }
}

interface Keeping {
  readonly accountId: string
  /** Null: everything of it goes. */
  readonly change: { readonly settings: ProviderSettings; readonly secret: string | null } | null
  readonly alongside: () => void
}

/** The secret first, then the row: a crash between leaves something unreadable in the keychain, never settings without their password. */
export async function keepProvider(options: AccountProvidersOptions, { accountId, change, alongside }: Keeping): ReturnType<AccountProviders['set']> {
  const before = await secretOf(options, accountId)
  if (before.kind === 'keychain-unavailable') return refused('keychain-unavailable')
  const isWanted = change !== null && change.settings.profile !== 'plain' && change.settings.user !== null
  const secret = isWanted ? change.secret ?? (before.kind === 'known' ? before.secret : null) : null
  if (isWanted && secret === null) return refused('no-secret')
  if (!(await put(options, accountId, secret))) return refused('keychain-unavailable')
  try {
    inTransaction(options.db, () => {
      write(options, accountId, change?.settings ?? null)
      alongside()
    })
    return done({})
  } catch (error) {
    if (before.kind === 'known') await put(options, accountId, before.secret)
    throw error
  }
}

function write({ db, now, accountOf }: AccountProvidersOptions, accountId: string, settings: ProviderSettings | null): void {
  const account = accountOf(accountId)
  if (settings === null || settings.profile === 'plain' || account === null) removeSettings(db, accountId)
  else writeSettings(db, accountId, { settings, digest: digestOf(settings, account.smtp), at: now() })
}

async function put({ secrets, key }: AccountProvidersOptions, accountId: string, secret: string | null): Promise<boolean> {
  try {
    if (secret === null) await secrets.delete(nameOf(accountId))
    else await secrets.set(nameOf(accountId), sealSecret(key, secret, nameOf(accountId)))
    return true
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return false
    throw error
  }
}
