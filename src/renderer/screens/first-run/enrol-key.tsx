import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { newTurn, type Turn } from '../../bridge/ceremony.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { failLook, type UnlockFail } from '../unlock/unlock-fails.ts'
import { enrolKey } from './enrol.ts'

export interface Person { readonly personName: string; readonly practiceName: string }

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
  const core = useCore()
  const [label, setLabel] = useState(usualLabel)
  const [state, setState] = useState<'idle' | 'touch' | 'touch-again'>('idle')
  const [fail, setFail] = useState<UnlockFail | null>(null)
  const turn = useRef<Turn | null>(null)
  useEffect(() => () => turn.current?.end(), [])
  const enrol = async (): Promise<void> => {
    const mine = newTurn()
    turn.current = mine
    setFail(null)
    setState('touch')
    const key = { ...person, label: label.trim() === '' ? usualLabel : label.trim() }
    const outcome = await enrolKey(core, key, { turn: mine, onSecondTouch: () => setState('touch-again') })
    setState('idle')
    if (outcome.kind === 'enrolled') onEnrolled(outcome.slot)
    else setFail(outcome.fail)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (state === 'idle') void enrol()
  }
  const look = fail === null ? null : failLook(fail)
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <TextField label={t('key.label')} hint={t('key.labelHint')} value={label} onChange={setLabel} maxLength={60} autoComplete="off" />
      {state === 'touch' && <Notice live title={t('key.touch')}>{t('key.touchHint')}</Notice>}
      {state === 'touch-again' && <Notice live title={t('key.touchAgain')}>{t('key.touchAgainHint')}</Notice>}
      {look !== null && <Notice live tone={look.tone} title={t(look.title)}>{t(look.advice)}</Notice>}
      <div className="stage-actions">
        <Button look="quiet" onPress={onBack}>{backVerb}</Button>
        <Button look="primary" type="submit" icon="fingerprint" autoFocus busy={state !== 'idle'}>{verb}</Button>
      </div>
    </form>
  )
}
