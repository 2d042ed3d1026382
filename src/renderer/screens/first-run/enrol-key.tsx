import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { newTurn, type Turn } from '../../bridge/ceremony.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { failLook } from '../unlock/unlock-fails.ts'
import { enrolKey, type EnrolOutcome, type EnrolStep, type NewKey } from './enrol.ts'

export interface Person { readonly personName: string; readonly practiceName: string }

const steps = {
  'prove': ['key.proof', 'key.proofHint'], 'touch': ['key.touch', 'key.touchHint'], 'touch-new': ['key.touchNew', 'key.touchHint'],
  'touch-again': ['key.touchAgain', 'key.touchAgainHint'],
} as const satisfies Record<EnrolStep, readonly [PlainTextKey, PlainTextKey]>

/** `code` null: who adds the key shows by another key who they are, where that is asked. */
function useEnrol(onEnrolled: (slot: OutputOf<'vault.confirmEnrol'>) => void) {
  const core = useCore()
  const [step, setStep] = useState<EnrolStep | null>(null)
  const [failed, setFailed] = useState<Extract<EnrolOutcome, { kind: 'failed' }> | null>(null)
  const [code, setCode] = useState<string | null>(null)
  const turn = useRef<Turn | null>(null)
  useEffect(() => () => turn.current?.end(), [])
  const enrol = async (key: NewKey): Promise<void> => {
    const mine = newTurn()
    turn.current = mine
    setFailed(null)
    setStep(code === null ? 'touch' : 'touch-new')
    const outcome = await enrolKey(core, key, { turn: mine, code, onStep: setStep })
    if (mine.isOver()) return
    setStep(null)
    if (outcome.kind === 'enrolled') onEnrolled(outcome.slot)
    else setFailed(outcome)
  }
  /** Away from the question for a key, which may still stand. */
  const byCode = (): void => {
    turn.current?.end()
    setStep(null)
    setFailed(null)
    setCode('')
  }
  return { step, failed, code, setCode, byCode, enrol }
}

/** Names a key or fingerprint and enrols it. Used at first run, for the second one, and in the settings. */
export function EnrolKey({ person, usualLabel, verb, onEnrolled, onBack, backVerb }: {
  person: Person
  usualLabel: string
  verb: string
  onEnrolled: (slot: OutputOf<'vault.confirmEnrol'>) => void
  onBack: () => void
  backVerb: string
}) {
  const t = useText()
  const [label, setLabel] = useState(usualLabel)
  const { step, failed, code, setCode, byCode, enrol } = useEnrol(onEnrolled)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (step === null) void enrol({ ...person, label: label.trim() === '' ? usualLabel : label.trim() })
  }
  const isWrongCode = code !== null && failed?.fail === 'wrong-code'
  const look = failed === null || isWrongCode ? null : failLook(failed.fail)
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <TextField label={t('key.label')} hint={t('key.labelHint')} value={label} onChange={setLabel} maxLength={60} autoComplete="off" />
      {code !== null && (
        <TextField
          label={t('recovery.field')} hint={t('recovery.hint')} value={code} onChange={setCode} code autoFocus autoComplete="off" maxLength={200}
          problem={isWrongCode ? `${t('key.wrongCode')}. ${t('key.wrongCodeAdvice')}` : undefined}
        />
      )}
      {step !== null && <Notice live title={t(steps[step][0])}>{t(steps[step][1])}</Notice>}
      {look !== null && <Notice live tone={look.tone} title={t(look.title)}>{t(look.advice)}</Notice>}
      {(step === 'prove' || failed?.at === 'proof') && code === null && <div><Button look="link" onPress={byCode}>{t('key.proofByCode')}</Button></div>}
      <div className="stage-actions">
        <Button look="quiet" onPress={onBack}>{backVerb}</Button>
        <Button look="primary" type="submit" icon="fingerprint" autoFocus busy={step !== null}>{verb}</Button>
      </div>
    </form>
  )
}
