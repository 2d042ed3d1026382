import { useState } from 'react'
import type { PracticeSummary } from '../../../shared/contract/practice.ts'
import { Button } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { JoinForm } from './join-form.tsx'

/** This workstation, or this person, no longer belongs; the way back is the way in. */
export function Ended({ state: { name, because } }: { state: Extract<PracticeSummary, { kind: 'ended' }> }) {
  const t = useText()
  const [joining, setJoining] = useState(false)
  if (joining) return <div className="practice-alone"><JoinForm onClose={() => setJoining(false)} /></div>
  const isRevoked = because === 'revoked'
  return (
    <div className="practice-alone">
      <h1 className="only-heard">{t('practice.title')}</h1>
      <EmptyState
        icon="people" title={t(isRevoked ? 'practice.revokedTitle' : 'practice.endedTitle', { name })}
        actions={<Button onPress={() => setJoining(true)}>{t('practice.joinAgain')}</Button>}
      >
        {t(isRevoked ? 'practice.revokedText' : 'practice.endedText')}
      </EmptyState>
    </div>
  )
}
