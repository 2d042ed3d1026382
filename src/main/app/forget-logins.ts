import { loginName } from '../accounts/accounts.ts'
import { directoryLoginName } from '../address-book/directory/directories.ts'
import { providerLoginName } from '../providers/provider-secrets.ts'
import { SecretStoreUnavailable, type NoSecretStore, type SecretStore } from '../vault/secret-store.ts'

interface Ending {
  readonly secrets: Pick<SecretStore, 'kind' | 'delete'> | Pick<NoSecretStore, 'kind'>
  readonly accounts: readonly { readonly id: string }[]
  readonly directories: readonly { readonly id: string }[]
}

/**
 * Of a store that ends nothing stays in the keychain either: the logins are sealed there with a key that goes with the store, so what
 * cannot be reached now can be read by nobody.
 */
export async function forgetLogins({ secrets, accounts, directories }: Ending): Promise<void> {
  if (secrets.kind === 'unavailable') return
  const names = [...accounts.flatMap(({ id }) => [loginName(id), providerLoginName(id)]), ...directories.map(({ id }) => directoryLoginName(id))]
  for (const name of names) {
    try {
      await secrets.delete(name)
    } catch (error) {
      if (!(error instanceof SecretStoreUnavailable)) throw error
    }
  }
}
