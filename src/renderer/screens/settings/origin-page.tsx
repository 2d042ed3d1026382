import { useState, type SyntheticEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { Receiving } from '../../../shared/contract/trust.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Switch, TextField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { NotKept } from './look-page.tsx'

/** What proofs of origin go by: the name server, and per account the server that receives its mail. */
export function OriginPage() {
  const t = useText()
  const settings = useQueryOf('settings.get', {})
  const accounts = useQueryOf('accounts.list', {})
  if (settings.state !== 'ready' || accounts.state !== 'ready') return <Ghosts shape="line" />
  return (
    <div className="settings-stack">
      <p className="muted">{t('origin.intro')}</p>
      <ResolverForm key={settings.value.resolver} kept={settings.value.resolver} />
      {accounts.value.map((account) => <ReceivingOf key={account.id} account={account} />)}
    </div>
  )
}

function ResolverForm({ kept }: { kept: string }) {
  const t = useText()
  const set = useCallOf('settings.set')
  const [resolver, setResolver] = useState(kept)
  const [fail, setFail] = useState<'not-a-resolver' | 'not-kept' | null>(null)
  const keep = async (): Promise<void> => {
    const answer = await set.run({ resolver: resolver.trim() })
    setFail(answer.ok ? null : answer.fail === 'not-a-resolver' ? answer.fail : 'not-kept')
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="settings-part" onSubmit={onSubmit}>
      <TextField
        label={t('origin.resolver')} hint={t('origin.resolverHint')} code value={resolver} onChange={setResolver} maxLength={300}
        problem={fail === 'not-a-resolver' ? t('origin.notAResolver') : undefined}
      />
      {fail === 'not-kept' && <NotKept />}
      {resolver.trim() !== kept && <div><Button type="submit" busy={set.busy}>{t('origin.keep')}</Button></div>}
    </form>
  )
}

function ReceivingOf({ account }: { account: AccountState }) {
  const live = useQueryOf('trust.receiving', { accountId: account.id })
  if (live.state !== 'ready') return <Ghosts shape="line" />
  return <ReceivingForm key={JSON.stringify(live.value)} account={account} kept={live.value} />
}

const together = (names: readonly string[]): string => names.join(', ')
const apart = (text: string): string[] => text.split(/[\s,;]+/).filter((name) => name !== '')

function ReceivingForm({ account, kept }: { account: AccountState; kept: Receiving }) {
  const t = useText()
  const set = useCallOf('trust.setReceiving')
  const [authservId, setAuthservId] = useState(kept.authservId ?? '')
  const [hosts, setHosts] = useState(together(kept.receivingHosts))
  const [portals, setPortals] = useState(together(kept.portalDomains))
  const [forms, setForms] = useState(together(kept.webFormSenders))
  const [strips, setStrips] = useState(kept.stripsForeignHeader)
  const [state, setState] = useState<'kept' | 'failed' | null>(null)
  const keep = async (): Promise<void> => {
    const answer = await set.run({
      accountId: account.id,
      receiving: {
        authservId: authservId.trim() === '' ? null : authservId.trim(), receivingHosts: apart(hosts), portalDomains: apart(portals),
        webFormSenders: apart(forms), stripsForeignHeader: strips,
      },
    })
    setState(answer.ok ? 'kept' : 'failed')
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="settings-part" onSubmit={onSubmit} aria-label={account.address}>
      <h3>{account.address}</h3>
      <TextField label={t('origin.authservId')} hint={t('origin.authservIdHint')} code value={authservId} onChange={setAuthservId} maxLength={253} />
      <TextField label={t('origin.receivingHosts')} hint={t('origin.receivingHostsHint')} code value={hosts} onChange={setHosts} />
      <TextField label={t('origin.portalDomains')} hint={t('origin.portalDomainsHint')} code value={portals} onChange={setPortals} />
      <TextField label={t('origin.webFormSenders')} hint={t('origin.webFormSendersHint')} code value={forms} onChange={setForms} />
      <Switch label={t('origin.strips')} hint={t('origin.stripsHint')} on={strips} onChange={setStrips} />
      {state === 'failed' && <NotKept />}
      {state === 'kept' && <Notice live>{t('origin.kept')}</Notice>}
      <div><Button type="submit" busy={set.busy}>{t('origin.keep')}</Button></div>
    </form>
  )
}
