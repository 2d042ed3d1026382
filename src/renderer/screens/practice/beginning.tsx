import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { KeptLog } from '../frame/kept-log.tsx'
import { FoundForm } from './found-form.tsx'
import { JoinForm } from './join-form.tsx'

/** No practice yet: what one gives, and the two ways into one. */
export function Beginning() {
  const t = useText()
  const [way, setWay] = useState<'found' | 'join' | null>(null)
  const back = (): void => setWay(null)
  if (way === 'found') return <div className="practice-alone"><FoundForm onClose={back} /></div>
  if (way === 'join') return <div className="practice-alone"><JoinForm onClose={back} /></div>
  return (
    <div className="practice-alone">
      <h1 className="only-heard">{t('practice.title')}</h1>
      <div className="practice-beginning">
        <Icon name="people" size={32} />
        <h2 className="practice-question">{t('practice.noneTitle')}</h2>
        <p>{t('practice.noneWhat')}</p>
        <p className="muted">{t('practice.noneAlone')}</p>
        <div className="practice-acts">
          <Button look="primary" onPress={() => setWay('found')}>{t('practice.found')}</Button>
          <Button onPress={() => setWay('join')}>{t('practice.join')}</Button>
        </div>
        <KeptLog />
      </div>
    </div>
  )
}
