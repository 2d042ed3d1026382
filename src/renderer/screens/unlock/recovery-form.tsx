import { useState, type SyntheticEvent } from 'react'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useOverlays } from '../frame/overlays.tsx'
import { BackupChoice } from './backup-choice.tsx'
import { DamagedCopy } from './damaged-copy.tsx'
import { failLook, type UnlockFail } from './unlock-fails.ts'

/** The printed code instead of a key. Who came in this way is led to enrolling a key. */
export function RecoveryForm({ onBack }: { onBack: (() => void) | null }) {
  const t = useText()
  const { open } = useOverlays()
  const { run, busy } = useCallOf('vault.unlockWithRecovery')
  const [code, setCode] = useState('')
  const [fail, setFail] = useState<UnlockFail | null>(null)
  const submit = async (): Promise<void> => {
    const answer = await run({ code })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) open({ kind: 'settings', page: 'security' })
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (code.trim() !== '') void submit()
  }
  // A wrong code is said at the field it stands in; anything else is not about what was typed.
  const look = fail === null || fail === 'wrong-code' || fail === 'damaged-copy' || fail === 'damaged-file' ? null : failLook(fail)
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <TextField
        label={t('recovery.field')} hint={t('recovery.hint')} value={code} onChange={setCode} code autoFocus autoComplete="off" maxLength={200}
        problem={fail === 'wrong-code' ? `${t('key.wrongCode')}. ${t('key.wrongCodeAdvice')}` : undefined}
      />
      {fail === 'damaged-copy' && <DamagedCopy onAgain={() => void submit()} />}
      {fail === 'damaged-file' && <BackupChoice onChosen={() => void submit()} />}
      {look !== null && <Notice live tone={look.tone} title={t(look.title)}>{t(look.advice)}</Notice>}
      <Button look="primary" size="large" wide type="submit" busy={busy}>{t('recovery.unlock')}</Button>
      {onBack !== null && <div className="unlock-other"><Button look="link" icon="arrowLeft" onPress={onBack}>{t('recovery.back')}</Button></div>}
    </form>
  )
}
