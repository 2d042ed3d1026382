import { useQueryOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'

/** Where a password goes: the keychain, or, in the sample practice, a file; said as it is. */
export function useSecretHint(): string {
  const t = useText()
  const vault = useQueryOf('vault.state', {})
  return vault.state === 'ready' && vault.value.keychain === 'file' ? t('account.passwordInFile') : t('account.passwordHint')
}
