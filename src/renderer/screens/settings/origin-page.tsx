import { useState, type SyntheticEvent } from 'react'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { NotKept } from './look-page.tsx'
import { ReceivingOf } from './receiving-form.tsx'
import './origin-page.css'

/** What proofs of origin go by: the name server, and per account the server that receives its mail. */
export function OriginPage() {
  const t = useText()
  const settings = useQueryOf('settings.get', {})
  const accounts = useQueryOf('accounts.list', {})
  if (settings.state === 'failed' || accounts.state === 'failed') {
    const retry = (): void => { for (const live of [settings, accounts]) if (live.state === 'failed') live.retry() }
    return <Notice tone="warn" actions={<Button size="small" onPress={retry}>{t('act.retry')}</Button>}>{t('origin.failed')}</Notice>
  }
  if (settings.state === 'loading' || accounts.state === 'loading') return <Ghosts shape="line" />
  return (
    <div className="settings-stack origin-page">
      <p className="muted">{t('origin.intro')}</p>
      <ResolverForm kept={settings.value.resolver} />
      {accounts.value.map((account) => <ReceivingOf key={account.id} account={account} />)}
    </div>
  )
}

function ResolverForm({ kept }: { kept: string }) {
  const t = useText()
  const set = useCallOf('settings.set')
  // Nothing typed: what is kept, also when that comes a moment later than the page.
  const [typedResolver, setResolver] = useState<string | null>(null)
  const resolver = typedResolver ?? kept
  const [state, setState] = useState<'kept' | 'not-a-resolver' | 'not-kept' | null>(null)
  const change = (typed: string): void => {
    setResolver(typed)
    setState(null)
  }
  const keep = async (): Promise<void> => {
    const answer = await set.run({ resolver: resolver.trim() })
    setState(answer.ok ? 'kept' : answer.fail === 'not-a-resolver' ? answer.fail : 'not-kept')
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="settings-part" onSubmit={onSubmit}>
      <TextField
        label={t('origin.resolver')} hint={t('origin.resolverHint')} code value={resolver} onChange={change} maxLength={300}
        problem={state === 'not-a-resolver' ? t('origin.notAResolver') : undefined}
      />
      {state === 'not-kept' && <NotKept />}
      {state === 'kept' && <Notice tone="done" live>{t('origin.resolverKept')}</Notice>}
      {resolver.trim() !== kept && <div><Button type="submit" busy={set.busy}>{t('origin.keep')}</Button></div>}
    </form>
  )
}
