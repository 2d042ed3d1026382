import { useQueryOf } from '../../bridge/use-core.tsx'
import { Banner } from '../../parts/banner.tsx'
import { useText } from '../../parts/text.tsx'
import { itemWait, useMinute } from './waiting.ts'

/** RT-12: mail that waits too long is said on every screen, before the norm's 24 hours are over. */
export function WaitBanner() {
  const t = useText()
  const outbox = useQueryOf('outbox.list', {})
  const now = useMinute()
  const levels = outbox.state === 'ready' ? outbox.value.map((item) => itemWait(item, now)) : []
  const alarms = levels.filter((level) => level === 'alarm').length
  const warnings = levels.filter((level) => level === 'warning').length
  if (alarms > 0) return <Banner tone="alert" icon="alert" live>{t('banner.waitAlarm', { count: alarms })}</Banner>
  return warnings > 0 ? <Banner tone="warn" icon="clock" live>{t('banner.waitWarning', { count: warnings })}</Banner> : null
}
