import { useState } from 'react'
import type { Draft, Plan } from '../../../shared/contract/compose.ts'
import { classOf, type ClassAnswers } from '../../../shared/norm/decision-trees.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'

const questions: Record<'DT-1.1' | 'DT-1.2' | 'DT-1.3', { readonly words: PlainTextKey; readonly field: keyof ClassAnswers }> = {
  'DT-1.1': { words: 'class.medical', field: 'medical' },
  'DT-1.2': { words: 'class.logistic', field: 'logistic' },
  'DT-1.3': { words: 'class.general', field: 'general' },
}

interface ClassLineProps {
  draft: Pick<Draft, 'id' | 'messageClass' | 'classFloor'>
  plan: Plan
  /** Somebody outside gets it by a way that depends on the answer. */
  isAsked: boolean
  /** Something that may be about health was found: it is asked again, with that in view (RT-11). */
  isDoubted: boolean
}

/** What the message is about: asked in three clicks while that decides something (DT-1), and shown once it is known. */
export function ClassLine({ draft, plan, isAsked, isDoubted }: ClassLineProps) {
  const t = useText()
  const [answered, setAnswered] = useState(draft.messageClass)
  /** As far as it is being answered. */
  const [answers, setAnswers] = useState<ClassAnswers | null>(null)
  /** Whether it was answered here, and with a doubt in view: what comes up later is asked of itself. */
  const [given, setGiven] = useState<'nothing' | 'undoubted' | 'in-doubt'>('nothing')
  const [problem, setProblem] = useState<string | null>(null)
  const classify = useCallOf('drafts.classify')
  const mayChange = draft.classFloor === 'general' && plan.detection !== 'strong'
  const isFirst = answered === 'unknown' && answers === null && given === 'nothing'
  const isInDoubt = answers === null && isDoubted && given !== 'in-doubt'
  const step = classOf(answers ?? {})
  const answer = async (field: keyof ClassAnswers, value: boolean): Promise<void> => {
    const all = { ...answers, [field]: value }
    setAnswers(all)
    if (classOf(all).kind === 'ask') return
    const done = await classify.run({ id: draft.id, answers: all })
    setProblem(done.ok ? null : t(failWords(done.fail)))
    if (!done.ok) return
    setAnswered(done.value.messageClass)
    setAnswers(null)
    setGiven(isDoubted ? 'in-doubt' : 'undoubted')
  }
  if (mayChange && step.kind === 'ask' && (answers !== null || isInDoubt || (isFirst && isAsked))) {
    const { words, field } = questions[step.step]
    return (
      <div className="route-ask class-ask" role="group" aria-label={t('class.label')}>
        <Icon name="unknown" size={18} />
        <p className="route-ask-words" aria-live="polite">{t(words)}</p>
        <Button onPress={() => void answer(field, true)}>{t('class.yes')}</Button>
        <Button onPress={() => void answer(field, false)}>{t('class.no')}</Button>
        <p className="route-ask-note">{t('class.why')}</p>
      </div>
    )
  }
  const isKnown = plan.messageClass !== 'unknown' || answers !== null || given !== 'nothing' || answered !== 'unknown'
  if (!isKnown) return null
  return (
    <p className="class-line">
      <Icon name={plan.messageClass === 'phi' || plan.messageClass === 'unknown' ? 'safe' : 'info'} />
      <span>{t(wordsOf(plan, draft))}</span>
      {mayChange && <Button look="link" onPress={() => setAnswers({})}>{t('class.change')}</Button>}
      {problem !== null && <span className="send-problem" role="alert">{problem}</span>}
    </p>
  )
}

function wordsOf({ messageClass, detection }: Plan, { classFloor }: Pick<Draft, 'classFloor'>): PlainTextKey {
  switch (messageClass) {
    case 'phi': return classFloor === 'phi' ? 'class.inherited' : detection === 'strong' ? 'class.phiFound' : 'class.phi'
    case 'unknown': return 'class.unknown'
    case 'logistic': return 'class.isLogistic'
    case 'general': return 'class.isGeneral'
  }
}
