import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import type { GuardedAct, Proof } from '../../../shared/contract/vault.ts'
import { newTurn, type Turn } from '../../bridge/ceremony.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { proveByKey, type Proven } from '../unlock/prove.ts'
import { failLook, type UnlockFail } from '../unlock/unlock-fails.ts'

interface ProofDialogProps {
  /** The consequence. */
  title: string
  verb: string
  /** `danger`, unless nothing is changed by it. */
  look?: 'primary' | 'danger'
  act: GuardedAct
  children: ReactNode
  /** Does it with the proof; gives why it did not work out, or null. */
  onProven: (proof: Proof) => Promise<UnlockFail | null>
  onClose: () => void
}

/** Asks before who can open the vault is changed, or before the journal opens, and has the person show that it is them: by key, or by the printed code. */
export function ProofDialog({ title, verb, look: verbLook = 'danger', act, children, onProven, onClose }: ProofDialogProps) {
  const t = useText()
  const { code, setCode, busy, fail, submit } = useProof(act, onProven)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!busy) void submit()
  }
  const isWrongCode = code !== null && fail === 'wrong-code'
  const look = fail === null || isWrongCode ? null : failLook(fail)
  return (
    <Dialog title={title} onClose={onClose} size="narrow" role="alertdialog">
      <form className="stage-form" onSubmit={onSubmit}>
        <p>{children}</p>
        {code === null
          ? <p className="muted">{t('key.proofAsk')}</p>
          : (
            <TextField
              label={t('recovery.field')} hint={t('recovery.hint')} value={code} onChange={setCode} code autoFocus autoComplete="off" maxLength={200}
              problem={isWrongCode ? `${t('key.wrongCode')}. ${t('key.wrongCodeAdvice')}` : undefined}
            />
          )}
        {busy && code === null && <Notice live title={t('key.touch')}>{t('key.touchHint')}</Notice>}
        {look !== null && <Notice live tone={look.tone} title={t(look.title)}>{t(look.advice)}</Notice>}
        <div><Button look="link" onPress={() => setCode(code === null ? '' : null)}>{code === null ? t('key.proofByCode') : t('recovery.back')}</Button></div>
        <div className="stage-actions">
          <Button look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
          <Button look={verbLook} type="submit" busy={busy} {...(code === null ? { icon: 'fingerprint' as const } : {})}>{verb}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** `code` null: by key. */
function useProof(act: GuardedAct, onProven: ProofDialogProps['onProven']) {
  const core = useCore()
  const turn = useRef<Turn | null>(null)
  const [code, setCode] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [fail, setFail] = useState<UnlockFail | null>(null)
  useEffect(() => () => turn.current?.end(), [])
  const choose = (typed: string | null): void => {
    // Who turns to the code has left the question for a key.
    turn.current?.end()
    setFail(null)
    setCode(typed)
  }
  const submit = async (): Promise<void> => {
    const mine = newTurn()
    turn.current = mine
    setFail(null)
    setBusy(true)
    const proven: Proven = code === null ? await proveByKey(core, act, mine) : { kind: 'proven', proof: { kind: 'code', code } }
    const result = proven.kind === 'failed' ? proven.fail : await onProven(proven.proof)
    setBusy(false)
    if (!mine.isOver()) setFail(result)
  }
  return { code, setCode: choose, busy, fail, submit }
}
