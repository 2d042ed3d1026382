import { useText } from '../../parts/text.tsx'
import { DeedList } from './deed-list.tsx'

/** FM-07: whoever was away sees who opened what, also while it still goes on. */
export function OwnDeeds() {
  const t = useText()
  return (
    <section className="practice-part" aria-label={t('deed.ownTitle')}>
      <h2 className="practice-subhead">{t('deed.ownTitle')}</h2>
      <p className="muted small">{t('deed.ownText')}</p>
      <DeedList mailbox={null} label={t('deed.ownTitle')} none={t('deed.ownNone')} />
    </section>
  )
}
