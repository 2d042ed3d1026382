import { Button as AriaButton } from 'react-aria-components/Button'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useTellConditions } from '../../bridge/use-conditions.ts'
import { useLink, useQueryOf } from '../../bridge/use-core.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { progressOf, summaryOf, syncedUntil, type Summary } from './connection.ts'
import { CopyProgress } from './copy-progress.tsx'
import { useOverlays } from './overlays.tsx'

type Shown = Summary | 'lost'
const looks: Record<Shown, { word: PlainTextKey; icon: IconName }> = {
  lost: { word: 'foot.lost', icon: 'offline' },
  none: { word: 'foot.none', icon: 'info' },
  stopped: { word: 'foot.stopped', icon: 'alert' },
  offline: { word: 'foot.offline', icon: 'offline' },
  waiting: { word: 'foot.waiting', icon: 'clock' },
  connecting: { word: 'foot.connecting', icon: 'refresh' },
  online: { word: 'foot.online', icon: 'check' },
}

/** Connection, how far the copy is, what is stored: quiet while all is well. */
export function FootBar() {
  const t = useText()
  const formats = useFormats()
  const accounts = useQueryOf('accounts.list', {})
  const status = useQueryOf('app.status', {})
  const link = useLink()
  useTellConditions()
  if (accounts.state !== 'ready') return <footer className="foot-bar" />
  const progress = progressOf(accounts.value)
  const synced = syncedUntil(accounts.value)
  return (
    <footer className="foot-bar">
      <Connections accounts={accounts.value} />
      {progress !== null && <CopyProgress progress={progress} />}
      {progress === null && synced !== null && link === 'open' && <span className="foot-item foot-synced">{t('foot.synced', { when: formats.short(synced) })}</span>}
      {status.state === 'ready' && (
        <span className="foot-item foot-end"><Icon name="lock" size={12} />{t('foot.stored', { size: formats.bytes(status.value.storedBytes) })}</span>
      )}
    </footer>
  )
}

/** The state in one word; pressed, it leads to each account and what can be done. */
function Connections({ accounts }: { accounts: readonly AccountState[] }) {
  const t = useText()
  const link = useLink()
  const { open } = useOverlays()
  const shown: Shown = link === 'lost' || link === 'refused' ? 'lost' : summaryOf(accounts)
  const look = looks[shown]
  return (
    <AriaButton className={`foot-connection foot-${shown}`} onPress={() => open({ kind: 'settings', page: 'accounts' })}>
      <Icon name={look.icon} size={12} />{t(look.word)}
    </AriaButton>
  )
}
