import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { StageCard } from './stage-card.tsx'

/** The core cannot be asked, and nothing was known yet. */
export function LinkScreen({ refused }: { refused: boolean }) {
  const t = useText()
  return refused
    ? <StageCard title={t('link.refusedTitle')} lead={t('link.refusedLead')} />
    : <StageCard title={t('link.lostTitle')} lead={t('link.lostLead')} foot={t('link.lostFoot')} />
}

/** No keychain, no start: the secret of this computer is never kept in a clear file. */
export function KeychainScreen({ onRetry }: { onRetry: () => void }) {
  const t = useText()
  const about = useQueryOf('app.about', {})
  const platform = about.state === 'ready' ? about.value.platform : 'linux'
  const advice = { windows: 'keychain.windows', macos: 'keychain.macos', linux: 'keychain.linux' } as const
  return (
    <StageCard title={t('keychain.title')} lead={t('keychain.lead')}>
      <Notice title={t('stopped.whatToDo')}>{t(advice[platform])}</Notice>
      <Button look="primary" size="large" wide autoFocus onPress={onRetry}>{t('act.retry')}</Button>
    </StageCard>
  )
}

/** A file that no key can open. Nothing was deleted, and nothing will be. */
export function TroubleScreen({ trouble, onRetry }: { trouble: 'damaged-file' | 'newer-schema'; onRetry: () => void }) {
  const t = useText()
  const damaged = trouble === 'damaged-file'
  return (
    <StageCard title={damaged ? t('damaged.title') : t('newer.title')} lead={damaged ? t('damaged.lead') : t('newer.lead')}>
      <Notice title={t('stopped.whatToDo')}>{damaged ? t('damaged.advice') : t('newer.advice')}</Notice>
      <Button look="primary" size="large" wide autoFocus onPress={onRetry}>{t('act.retry')}</Button>
    </StageCard>
  )
}
