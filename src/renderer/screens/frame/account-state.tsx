import type { AccountState } from '../../../shared/contract/accounts.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { problemWords, stoppedProblem } from './connection.ts'
import { useOverlays } from './overlays.tsx'

/** The connection of one account as a sentence. */
export function ConnectionWords({ account }: { account: AccountState }) {
  const t = useText()
  const formats = useFormats()
  const { connection, lastSyncedAt } = account
  switch (connection.kind) {
    case 'connecting': return t('connection.connecting')
    case 'online': return lastSyncedAt === null ? t('connection.online') : t('connection.onlineSince', { when: formats.long(lastSyncedAt) })
    case 'waiting': return t('connection.waiting', { problem: t(problemWords[connection.problem]), time: formats.clock(connection.retryAt) })
    case 'stopped': return t(problemWords[connection.problem])
  }
}

/** What helps most for what stopped it. */
export function StoppedAction({ account, look = 'plain' }: { account: AccountState; look?: 'plain' | 'link' }) {
  const t = useText()
  const { open } = useOverlays()
  const reconnect = useCallOf('accounts.reconnect')
  return stoppedProblem(account.connection) === 'login-refused'
    ? <Button look={look} size="small" onPress={() => open({ kind: 'change-secret', accountId: account.id })}>{t('accounts.changeSecret')}</Button>
    : <Button look={look} size="small" busy={reconnect.busy} onPress={() => void reconnect.run({ id: account.id })}>{t('foot.tryNow')}</Button>
}
