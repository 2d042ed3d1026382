import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { ConnectionWords, StoppedAction } from '../frame/account-state.tsx'
import { ListHead } from './list-pane.tsx'
import type { WhereAbouts } from './use-place.ts'

/** The list before there is a folder to show: on its way, failed, or not fetched from the server yet and why. */
export function NoPlace({ where }: { where: WhereAbouts }) {
  const t = useText()
  return (
    <>
      <ListHead title={t('frame.list')} note="" />
      {where.known === 'not-yet' && <Ghosts rows={8} />}
      {where.known === 'failed' && (
        <div className="list-notice">
          <Notice tone="warn" actions={<Button size="small" onPress={where.retry}>{t('act.retry')}</Button>} live>{t('nav.failed')}</Notice>
        </div>
      )}
      {where.known === 'yes' && <NothingFetched where={where} />}
    </>
  )
}

function NothingFetched({ where }: { where: WhereAbouts }) {
  const t = useText()
  const leaving = useQueryOf('practice.leaving', {})
  // Nothing is fetched for them any more (FM-11): the banner says whose practice it was.
  if (leaving.state === 'ready' && leaving.value?.kind === 'over') return <EmptyState icon="lock" title={t('empty.over')}>{t('empty.overText')}</EmptyState>
  const held = where.accounts.find(({ connection }) => connection.kind === 'waiting' || connection.kind === 'stopped')
  if (held === undefined) return <EmptyState icon="refresh" title={t('nav.fetching')}>{t('empty.fetchingText')}</EmptyState>
  return (
    <EmptyState icon="offline" title={t('empty.notFetched')} {...(held.connection.kind === 'stopped' ? { actions: <StoppedAction account={held} /> } : {})}>
      <ConnectionWords account={held} />
    </EmptyState>
  )
}
