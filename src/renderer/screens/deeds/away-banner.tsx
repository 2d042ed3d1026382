import { useState } from 'react'
import { localeOf } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Banner } from '../../parts/banner.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useLanguage, useText } from '../../parts/text.tsx'
import { DeedList } from './deed-list.tsx'

/** Said once to whoever is back: others opened mail in their name (FM-07). */
export function AwayBanner() {
  const t = useText()
  const language = useLanguage()
  const live = useQueryOf('deeds.whileAway', {})
  const seen = useCallOf('deeds.seen')
  const [looking, setLooking] = useState(false)
  const away = live.state === 'ready' ? live.value : null
  const done = (): void => {
    setLooking(false)
    void seen.run({})
  }
  if (away === null) return null
  const names = new Intl.ListFormat(localeOf[language]).format(away.people.map(({ name }) => name))
  return (
    <>
      <Banner
        tone="told" icon="people"
        actions={<>
          <Button look="link" onPress={() => setLooking(true)}>{t('away.look')}</Button>
          <Button look="link" busy={seen.busy} onPress={done}>{t('away.seen')}</Button>
        </>}
      >
        {t('away.line', { count: away.messages, names })}
      </Banner>
      {looking && (
        <Dialog title={t('away.title')} onClose={() => setLooking(false)} actions={<Button look="primary" busy={seen.busy} onPress={done}>{t('away.seen')}</Button>}>
          <DeedList mailbox={null} label={t('away.title')} none={t('deed.ownNone')} />
        </Dialog>
      )}
    </>
  )
}
