import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { PracticeRulesForm } from './practice-rules-form.tsx'
import { ProviderOf } from './provider-card.tsx'
import './sending-page.css'

/** By which provider each account sends what must go safely, and what the practice decided about that. */
export function SendingPage() {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const choices = useQueryOf('providers.choices', {})
  if (accounts.state === 'failed' || choices.state === 'failed') {
    const retry = (): void => { for (const live of [accounts, choices]) if (live.state === 'failed') live.retry() }
    return <Notice tone="warn" actions={<Button size="small" onPress={retry}>{t('act.retry')}</Button>}>{t('provider.failed')}</Notice>
  }
  if (accounts.state === 'loading' || choices.state === 'loading') return <Ghosts shape="line" />
  return (
    <div className="settings-stack sending-page">
      <p className="muted">{t('provider.intro')}</p>
      {accounts.value.map((account) => <ProviderOf key={account.id} account={account} choices={choices.value} />)}
      <PracticeRulesForm accounts={accounts.value} />
    </div>
  )
}
