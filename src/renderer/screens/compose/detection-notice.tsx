import { useState } from 'react'
import type { DraftDetection } from '../../../shared/contract/detection.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { foundWords, unreadCount } from './detection-words.ts'
import './detection-notice.css'

export interface DetectionNoticeProps {
  draftId: string
  subject: string
  /** Somebody outside the practice gets it; within the practice nothing needs to be said of it. */
  isExternal: boolean
  /** It goes as health information already, because somebody said so. */
  isHealth: boolean
  onSubject: (subject: string) => void
}

/**
 * What the draft, as it was last kept, tells of somebody's health, and what that means for its way (PHI-03): beside the text, never
 * in front of it, and never a promise when nothing was found (PHI-11).
 */
export function DetectionNotice({ draftId, subject, isExternal, isHealth, onSubject }: DetectionNoticeProps) {
  const live = useQueryOf('compose.detect', { id: draftId }, { keepPrevious: true })
  if (!isExternal || live.state !== 'ready') return null
  return (
    <section className="detection" aria-live="polite">
      <Finding detection={live.value} draftId={draftId} isHealth={isHealth} />
      <SubjectHint inSubject={live.value.inSubject} subject={subject} onSubject={onSubject} />
    </section>
  )
}

function Finding({ detection, draftId, isHealth }: { detection: DraftDetection; draftId: string; isHealth: boolean }) {
  const t = useText()
  const unread = unreadCount(detection)
  const unreadLine = unread > 0 && <p className="detection-line"><Icon name="attach" />{t('detect.unread', { count: unread })}</p>
  switch (detection.level) {
    case 'none': return <><p className="detection-line"><Icon name="search" />{t('detect.none')}</p>{unreadLine}</>
    case 'possible': return (
      <>
        <Notice actions={isHealth ? undefined : <AsHealth draftId={draftId} />}>
          {t('detect.possible', { found: foundWords(detection, t) })} {isHealth ? t('detect.strongEffect') : t('detect.possibleEffect')}
        </Notice>
        {unreadLine}
      </>
    )
    case 'strong': return (
      <>
        <Notice tone="warn">{t('detect.strong', { found: foundWords(detection, t) })} {t('detect.strongEffect')}</Notice>
        {unreadLine}
      </>
    )
  }
}

/** One click to the safe route: the first question of the decision tree, answered with yes. */
function AsHealth({ draftId }: { draftId: string }) {
  const t = useText()
  const classify = useCallOf('drafts.classify')
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async (): Promise<void> => {
    const answer = await classify.run({ id: draftId, answers: { medical: true } })
    if (answer.ok) announce(t('detect.asHealthDone'))
    setProblem(answer.ok ? null : t(failWords(answer.fail)))
  }
  return (
    <>
      <Button size="small" busy={classify.busy} onPress={() => void choose()}>{t('detect.asHealth')}</Button>
      {problem !== null && <span role="alert">{problem}</span>}
    </>
  )
}

/** PHI-04: a subject that says nothing, with one click; and the old one back as easily. */
function SubjectHint({ inSubject, subject, onSubject }: { inSubject: boolean; subject: string; onSubject: (subject: string) => void }) {
  const t = useText()
  const [previous, setPrevious] = useState<string | null>(null)
  const neutral = t('detect.subjectNeutral')
  if (previous !== null && subject === neutral) {
    return (
      <p className="detection-line">
        <Icon name="check" />
        <span>{t('detect.subjectDone', { subject: neutral })} <Button look="link" onPress={() => { onSubject(previous); setPrevious(null) }}>{t('detect.subjectBack')}</Button></span>
      </p>
    )
  }
  if (!inSubject || subject === neutral) return null
  return (
    <Notice tone="warn" actions={<Button size="small" onPress={() => { setPrevious(subject); onSubject(neutral) }}>{t('detect.subjectUse', { subject: neutral })}</Button>}>
      {t('detect.subject')}
    </Notice>
  )
}
