import type { LeavingState } from '../../../shared/contract/leaving.ts'
import { dayInWords } from '../../../shared/practice/dutch-days.ts'
import { localeOf, type Translate } from '../../../shared/text/table.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Banner } from '../../parts/banner.tsx'
import { useLanguage, useText } from '../../parts/text.tsx'
import { lastDayOf } from './days.ts'

/** For who is here for a time only (FM-11): quiet in the last week, clear on the last day and after it, with what waits. */
export function LeavingBanner() {
  const t = useText()
  const language = useLanguage()
  const live = useQueryOf('practice.leaving', {})
  const leaving = live.state === 'ready' ? live.value : null
  if (leaving === null) return null
  const { kind, practice, until } = leaving
  const what = new Intl.ListFormat(localeOf[language]).format(waitingWords(leaving, t))
  switch (kind) {
    case 'soon': {
      const day = dayInWords(lastDayOf(until ?? 0), localeOf[language], { withYear: false, withWeekday: true })
      return <Banner tone="told" icon="info">{t('leaving.soon', { practice, day })}</Banner>
    }
    case 'last-day': return (
      <Banner tone="warn" icon="clock">
        {t('leaving.lastDay', { practice })}{what !== '' && <> <strong>{t('leaving.waits', { what })}</strong> {t('leaving.say')}</>}
      </Banner>
    )
    case 'over': return <Banner tone="alert" icon="alert" live>{what === '' ? t('leaving.over', { practice }) : t('leaving.overWaits', { practice, what })}</Banner>
  }
}

function waitingWords({ left: { drafts, unsent, copies, acts } }: LeavingState, t: Translate): string[] {
  const counted = [['leaving.drafts', drafts], ['leaving.unsent', unsent], ['leaving.copies', copies], ['leaving.acts', acts]] as const
  return counted.flatMap(([key, count]) => (count === 0 ? [] : [t(key, { count })]))
}
