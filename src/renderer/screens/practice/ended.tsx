import { useState } from 'react'
import type { PracticeSummary } from '../../../shared/contract/practice.ts'
import { Button } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { JoinForm } from './join-form.tsx'

const words = {
  revoked: { title: 'practice.revokedTitle', text: 'practice.revokedText' }, ended: { title: 'practice.endedTitle', text: 'practice.endedText' },
  left: { title: 'practice.leftTitle', text: 'practice.leftText' }, leaving: { title: 'practice.leavingTitle', text: 'practice.leavingText' },
} as const

/** This workstation, or this person, no longer belongs; the way back is the way in. */
export function Ended({ state: { name, because, waits } }: { state: Extract<PracticeSummary, { kind: 'ended' }> }) {
  const t = useText()
  const [joining, setJoining] = useState(false)
  if (joining) return <div className="practice-alone"><JoinForm onClose={() => setJoining(false)} /></div>
  const { title, text } = waits ? words.leaving : words[because]
  return (
    <div className="practice-alone">
      <h1 className="only-heard">{t('practice.title')}</h1>
      <EmptyState
        icon="people" title={t(title, { name })}
        actions={<Button onPress={() => setJoining(true)}>{t('practice.joinAgain')}</Button>}
      >
        {t(text)}
      </EmptyState>
    </div>
  )
}
