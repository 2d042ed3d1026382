import { useState } from 'react'
import type { JoinRequest } from '../../../shared/contract/practice.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { SixWords } from './asking.tsx'
import { PageFailed, Refused } from './practice-fields.tsx'

/** Workstations that ask to join, each with the words to compare: on top, because somebody waits at the other side. */
export function JoinRequests() {
  const t = useText()
  const live = useQueryOf('practice.requests', {})
  if (live.state === 'loading') return null
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  if (live.value.length === 0) return null
  return (
    <section className="practice-part" aria-label={t('people.requests')}>
      <h2 className="practice-subhead">{t('people.requests')}</h2>
      {live.value.map((request) => <OneRequest key={request.id} request={request} />)}
    </section>
  )
}

function OneRequest({ request: { id, name, label, words, askedAt, contested } }: { request: JoinRequest }) {
  const t = useText()
  const formats = useFormats()
  const admit = useCallOf('practice.admit')
  const turnDown = useCallOf('practice.turnDown')
  const [fail, setFail] = useState<string | null>(null)
  const busy = admit.busy || turnDown.busy
  const decide = async (isAdmitted: boolean): Promise<void> => {
    const answer = await (isAdmitted ? admit : turnDown).run({ id })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t(isAdmitted ? 'people.admitted' : 'people.turnedDown'))
  }
  const title = t('people.requestOf', { name, label })
  return (
    <article className="practice-request" aria-label={title}>
      <p className="practice-card-title">{title} <span className="muted small">{formats.long(askedAt)}</span></p>
      {contested && <Notice tone="alert">{t('attention.contested')}</Notice>}
      <p>{t('people.compare', { name })}</p>
      <SixWords words={words} />
      <Refused fail={fail} />
      <div className="practice-acts">
        <Button look="primary" busy={busy} onPress={() => void decide(true)}>{t('people.admit')}</Button>
        <Button busy={busy} onPress={() => void decide(false)}>{t('people.turnDown')}</Button>
      </div>
    </article>
  )
}
