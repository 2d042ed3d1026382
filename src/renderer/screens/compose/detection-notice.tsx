import { memo, useState } from 'react'
import type { DraftDetection } from '../../../shared/contract/detection.ts'
import type { MessageClass } from '../../../shared/norm/message-class.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
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
  /** As the plan has it: an appointment and general news may go by ordinary mail. */
  messageClass: MessageClass
  onSubject: (subject: string) => void
}

/**
 * What the draft, as it was last kept, tells of somebody's health, and what that means for its way (PHI-03): beside the text, never
 * in front of it, and never a promise when nothing was found (PHI-11). Not drawn anew at every letter of the text.
 */
export const DetectionNotice = memo(function DetectionNotice({ isExternal, ...rest }: DetectionNoticeProps) {
  const live = useQueryOf('compose.detect', { id: rest.draftId }, { keepPrevious: true })
  if (!isExternal || live.state !== 'ready') return null
  return (
    <section className="detection" aria-live="polite">
      <Finding detection={live.value} {...rest} />
      <UnreadLine count={unreadCount(live.value)} />
    </section>
  )
})

interface FindingProps extends Omit<DetectionNoticeProps, 'isExternal'> { detection: DraftDetection }

/** One bar for all of it, with what can be done about it. */
function Finding({ detection, draftId, subject, messageClass, onSubject }: FindingProps) {
  const mayBePlain = messageClass === 'logistic' || messageClass === 'general'
  const t = useText()
  const [previous, setPrevious] = useState<string | null>(null)
  const neutral = t('detect.subjectNeutral')
  const isChanged = previous !== null && subject === neutral
  // PHI-04: what is found is of the draft as it was kept; on the screen the subject may be another already.
  const tellsInSubject = detection.inSubject && subject !== neutral
  const found = foundWords(detection, t)
  if (detection.level === 'none' && !isChanged) return <p className="detection-line"><Icon name="search" />{t('detect.none')}</p>
  return (
    <Notice
      tone={detection.level === 'strong' || tellsInSubject ? 'warn' : 'info'}
      actions={(detection.level === 'possible' && mayBePlain) || tellsInSubject || isChanged
        ? (
          <>
            {tellsInSubject && <Button size="small" onPress={() => { setPrevious(subject); onSubject(neutral) }}>{t('detect.subjectUse', { subject: neutral })}</Button>}
            {isChanged && <Button size="small" onPress={() => { onSubject(previous); setPrevious(null) }}>{t('detect.subjectBack')}</Button>}
            {detection.level === 'possible' && mayBePlain && <AsHealth draftId={draftId} />}
          </>
        )
        : undefined}
    >
      {detection.level === 'strong' && <p>{t('detect.strong', { found })} {t('detect.strongEffect')}</p>}
      {detection.level === 'possible' && <p>{t('detect.possible', { found })} {messageClass === 'phi' ? t('detect.strongEffect') : t('detect.possibleEffect')}</p>}
      {tellsInSubject && <p>{t('detect.subject')}</p>}
      {isChanged && <p>{t('detect.subjectDone', { subject: neutral })}</p>}
    </Notice>
  )
}

function UnreadLine({ count }: { count: number }) {
  const t = useText()
  return count === 0 ? null : <p className="detection-line"><Icon name="attach" />{t('detect.unread', { count })}</p>
}

/** One click to the safe route: the first question of the decision tree, answered with yes. */
function AsHealth({ draftId }: { draftId: string }) {
  const t = useText()
  const classify = useCallOf('drafts.classify')
  const [outcome, setOutcome] = useState<{ said: string; isProblem: boolean } | null>(null)
  const choose = async (): Promise<void> => {
    const answer = await classify.run({ id: draftId, answers: { medical: true } })
    setOutcome(answer.ok ? { said: t('detect.asHealthDone'), isProblem: false } : { said: t(failWords(answer.fail)), isProblem: true })
  }
  if (outcome !== null && !outcome.isProblem) return <span role="status">{outcome.said}</span>
  return (
    <>
      <Button size="small" busy={classify.busy} onPress={() => void choose()}>{t('detect.asHealth')}</Button>
      {outcome !== null && <span role="alert">{outcome.said}</span>}
    </>
  )
}
