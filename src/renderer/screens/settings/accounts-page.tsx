import { useState } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { problemAdvice, stoppedProblem } from '../frame/connection.ts'
import { ConnectionWords, StoppedAction } from '../frame/account-state.tsx'
import { useOverlays } from '../frame/overlays.tsx'

/** Every account with its state; adding, a new password, leaving. */
export function AccountsPage() {
  const t = useText()
  const { open } = useOverlays()
  const accounts = useQueryOf('accounts.list', {})
  if (accounts.state !== 'ready') return <Ghosts shape="line" />
  return (
    <div className="settings-stack">
      <ul className="settings-list">{accounts.value.map((account) => <AccountRow key={account.id} account={account} />)}</ul>
      <div><Button icon="plus" onPress={() => open({ kind: 'add-account' })}>{t('account.add')}</Button></div>
    </div>
  )
}

const removeFails = {
  'no-such-account': 'accounts.gone', 'mail-waiting': 'accounts.mailWaiting', 'holds-practice': 'accounts.holdsPractice', 'journal-unwritable': 'fail.journal', 'disk-full': 'advice.diskFull', 'locked': 'key.lockedAdvice',
  'bad-input': 'core.faultAdvice', 'not-allowed': 'fail.notAllowed', 'internal': 'core.faultAdvice', 'unreachable': 'core.silentAdvice',
} as const satisfies Record<string, PlainTextKey>

function AccountRow({ account }: { account: AccountState }) {
  const t = useText()
  const { open } = useOverlays()
  const remove = useCallOf('accounts.remove')
  const reconnect = useCallOf('accounts.reconnect')
  const [asking, setAsking] = useState(false)
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const problem = stoppedProblem(account.connection)
  const confirm = async (): Promise<void> => {
    const answer = await remove.run({ id: account.id })
    setAsking(false)
    setFail(answer.ok ? null : removeFails[answer.fail])
  }
  return (
    <li className="settings-row">
      <Icon name="mail" size={18} />
      <div className="settings-row-words">
        <strong className="one-line">{account.address}</strong>
        <span className="muted small">{account.displayName}</span>
        <span className="muted small">{account.ownDomains.length === 0 ? t('accounts.ownNone') : t('accounts.own', { domains: account.ownDomains.join(', ') })}</span>
        {problem === null
          ? <span className="muted small"><ConnectionWords account={account} /></span>
          : <Notice tone="alert" title={t('foot.stopped')} actions={<StoppedAction account={account} />}><ConnectionWords account={account} /> {t(problemAdvice[problem])}</Notice>}
        {account.connection.kind === 'waiting' && <div><Button size="small" busy={reconnect.busy} onPress={() => void reconnect.run({ id: account.id })}>{t('foot.tryNow')}</Button></div>}
        {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
      </div>
      <Menu
        label={t('accounts.menu', { address: account.address })} trigger={<IconButton icon="more" label={t('accounts.menu', { address: account.address })} />}
        entries={[
          { id: 'secret', label: t('accounts.changeSecret'), icon: 'key', onPress: () => open({ kind: 'change-secret', accountId: account.id }) },
          { id: 'again', label: t('foot.tryNow'), icon: 'refresh', onPress: () => void reconnect.run({ id: account.id }) },
          { id: 'remove', label: t('act.remove'), icon: 'trash', tone: 'danger', onPress: () => setAsking(true) },
        ]}
      />
      {asking && <ConfirmDialog title={t('accounts.removeTitle', { address: account.address })} verb={t('act.remove')} onConfirm={confirm} onClose={() => setAsking(false)}>{t('accounts.removeMeans')}</ConfirmDialog>}
    </li>
  )
}
