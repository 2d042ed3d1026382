import { useState } from 'react'
import type { SetRule } from '../../../shared/contract/practice.ts'
import type { PracticeRule } from '../../../shared/practice/practice-rules.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { PageFailed, Refused } from './practice-fields.tsx'
import { isManager, type MemberState } from './practice-words.ts'
import { choicesOf, ruleTitles, type RuleQuestion } from './rule-choices.ts'

/** What the practice agreed about its mail (norm.md section 9): as one short document, that the manager can change and anybody can print. */
export function RulesPage({ state }: { state: MemberState }) {
  const t = useText()
  const live = useQueryOf('practice.rules', {})
  if (live.state === 'loading') return <Ghosts rows={4} shape="card" />
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  const manages = isManager(state)
  return (
    <div className="practice-part practice-document">
      <h2 className="practice-printed">{t('agreed.printTitle', { name: state.name })}</h2>
      <p className="muted">{t('agreed.about')} {!manages && t('practice.readOnly')}</p>
      <div className="practice-acts practice-unprinted"><Button icon="print" onPress={() => window.print()}>{t('agreed.print')}</Button></div>
      {live.value.map((set) => <Rule key={set.rule.rule} set={set} manages={manages} />)}
      <p className="muted small">{t('agreed.later')}</p>
    </div>
  )
}

function Rule({ set: { rule, setBy, setAt }, manages }: { set: SetRule; manages: boolean }) {
  const t = useText()
  const formats = useFormats()
  const call = useCallOf('practice.setRule')
  const [fail, setFail] = useState<string | null>(null)
  const titles = ruleTitles[rule.rule]
  const change = async (next: PracticeRule): Promise<void> => {
    const answer = await call.run({ rule: next, seen: rule })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('agreed.saved'))
  }
  return (
    <article className="practice-rule" aria-label={t(titles.title)}>
      <h2 className="practice-card-title"><span className="practice-mark">{rule.rule}</span>{t(titles.title)}</h2>
      <div className="practice-rule-questions">
        {choicesOf(rule, t).map((question) => <Question key={question.label} question={question} manages={manages} onChange={(next) => void change(next)} />)}
      </div>
      <p className="small">{t(titles.effect)}</p>
      <p className="muted small">{setBy === null || setAt === null ? t('agreed.isDefault') : t('agreed.setBy', { name: setBy, when: formats.long(setAt) })}</p>
      <Refused fail={fail} />
    </article>
  )
}

function Question({ question, manages, onChange }: { question: RuleQuestion; manages: boolean; onChange: (rule: PracticeRule) => void }) {
  const t = useText()
  const { label, value, standard, choices } = question
  const words = (of: string): string => choices.find((choice) => choice.value === of)?.label ?? ''
  return (
    <div className="practice-rule-question">
      {manages && (
        <div className="practice-unprinted">
          <SelectField label={label} value={value} choices={choices} onChange={(chosen) => { const next = choices.find((choice) => choice.value === chosen); if (next !== undefined && chosen !== value) onChange(next.rule) }} />
        </div>
      )}
      <p className={manages ? 'practice-printed' : ''}><strong>{label}:</strong> {words(value)}</p>
      {value !== standard && <p className="muted small">{t('agreed.default')}: {words(standard)}</p>}
    </div>
  )
}
