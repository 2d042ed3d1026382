import { useState } from 'react'
import type { PracticeSummary } from '../../../shared/contract/practice.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { KeptLog } from '../frame/kept-log.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { Refused } from './practice-fields.tsx'

/** The words as they are read aloud: numbered, so that nobody loses the place. */
export function SixWords({ words }: { words: readonly string[] }) {
  const t = useText()
  return <ol className="practice-words" aria-label={t('practice.sixWords')}>{words.map((word, at) => <li key={`${at} ${word}`}>{word}</li>)}</ol>
}

/** Asked to join, and not let in yet. */
export function Asking({ state }: { state: Extract<PracticeSummary, { kind: 'asking' }> }) {
  const t = useText()
  const formats = useFormats()
  const now = useMinute()
  const stop = useCallOf('practice.stopJoining')
  const [fail, setFail] = useState<string | null>(null)
  const withdraw = (): void => void stop.run({}).then((answer) => setFail(answer.ok ? null : answer.fail))
  return (
    <div className="practice-alone">
      <h1 className="practice-question">{t('practice.askingTitle')}</h1>
      <div className="practice-form">
        {now >= state.until
          ? <Notice tone="warn" live>{t('practice.askingExpired')}</Notice>
          : (
            <>
              <p>{t('practice.askingAbout', { name: state.practice })}</p>
              <SixWords words={state.words} />
              <p className="muted">{t('practice.askingWhy')}</p>
              <p className="muted small">{t('practice.askingUntil', { when: formats.long(state.until) })}</p>
            </>
          )}
        <Refused fail={fail} />
        <div className="practice-acts"><Button busy={stop.busy} onPress={withdraw}>{t('practice.stopAsking')}</Button></div>
        <KeptLog />
      </div>
    </div>
  )
}
