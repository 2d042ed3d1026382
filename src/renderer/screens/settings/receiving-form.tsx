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
import { apart, isDomain, isHost, isSender, oddOnes, together } from './typed-names.ts'

/** What is known of the server that receives an account's mail. */
export function ReceivingOf({ account }: { account: AccountState }) {
  const t = useText()
  const live = useQueryOf('trust.receiving', { accountId: account.id })
  if (live.state === 'loading') return <Ghosts shape="line" />
  if (live.state === 'failed') {
    return <Notice tone="warn" title={account.address} actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('origin.failed')}</Notice>
  }
  return <ReceivingForm account={account} kept={live.value} />
}

interface Typed { authservId: string; hosts: string; portals: string; forms: string; strips: boolean }

const typedOf = ({ authservId, receivingHosts, portalDomains, webFormSenders, stripsForeignHeader }: Receiving): Typed => ({
  authservId: authservId ?? '', hosts: together(receivingHosts), portals: together(portalDomains), forms: together(webFormSenders), strips: stripsForeignHeader,
})

const receivingOf = ({ authservId, hosts, portals, forms, strips }: Typed): Receiving => ({
  authservId: authservId.trim() === '' ? null : authservId.trim(), receivingHosts: apart(hosts), portalDomains: apart(portals), webFormSenders: apart(forms), stripsForeignHeader: strips,
})

/** What cannot be kept as it was typed, by field. */
const oddIn = ({ authservId, hosts, portals, forms }: Typed): Record<'authservId' | 'hosts' | 'portals' | 'forms', readonly string[]> => ({
  authservId: authservId.trim() === '' || isHost(authservId.trim()) ? [] : [authservId.trim()],
  hosts: oddOnes(hosts, isHost), portals: oddOnes(portals, isDomain), forms: oddOnes(forms, isSender),
})

function ReceivingForm({ account, kept }: { account: AccountState; kept: Receiving }) {
  const t = useText()
  const set = useCallOf('trust.setReceiving')
  const [typed, setTyped] = useState(() => typedOf(kept))
  const [state, setState] = useState<'odd' | 'kept' | 'failed' | null>(null)
  const change = (part: Partial<Typed>): void => {
    setTyped({ ...typed, ...part })
    setState(null)
  }
  const odd = oddIn(typed)
  const keep = async (): Promise<void> => {
    if (Object.values(odd).some((names) => names.length > 0)) {
      setState('odd')
      return
    }
    const answer = await set.run({ accountId: account.id, receiving: receivingOf(typed) })
    setState(answer.ok ? 'kept' : 'failed')
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  const problem = (field: keyof typeof odd): string | undefined =>
    state === 'odd' && odd[field].length > 0 ? t(field === 'forms' ? 'origin.notSenders' : 'origin.notNames', { names: odd[field].join(', ') }) : undefined
  const isChanged = JSON.stringify(receivingOf(typed)) !== JSON.stringify(receivingOf(typedOf(kept)))
  return (
    <form className="settings-part" onSubmit={onSubmit} aria-label={account.address}>
      <h3>{t('origin.account', { address: account.address })}</h3>
      <TextField label={t('origin.authservId')} hint={t('origin.authservIdHint')} code value={typed.authservId} onChange={(authservId) => { change({ authservId }) }} maxLength={253} problem={problem('authservId')} />
      <TextField label={t('origin.receivingHosts')} hint={t('origin.receivingHostsHint')} code value={typed.hosts} onChange={(hosts) => { change({ hosts }) }} problem={problem('hosts')} />
      <TextField label={t('origin.portalDomains')} hint={t('origin.portalDomainsHint')} code value={typed.portals} onChange={(portals) => { change({ portals }) }} problem={problem('portals')} />
      <TextField label={t('origin.webFormSenders')} hint={t('origin.webFormSendersHint')} code value={typed.forms} onChange={(forms) => { change({ forms }) }} problem={problem('forms')} />
      <Switch label={t('origin.strips')} hint={t('origin.stripsHint')} on={typed.strips} onChange={(strips) => { change({ strips }) }} />
      {state === 'failed' && <NotKept />}
      {state === 'kept' && <Notice tone="done" live>{t('origin.kept')}</Notice>}
      {isChanged && state !== 'kept' && <div><Button type="submit" busy={set.busy}>{t('origin.keep')}</Button></div>}
    </form>
  )
}
