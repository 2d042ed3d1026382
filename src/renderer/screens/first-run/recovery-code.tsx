import { useState, type SyntheticEvent } from 'react'
import { Button } from '../../parts/button.tsx'
import { announce } from '../../parts/announce.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { isLastGroup, lastGroupOf } from './last-group.ts'
import './recovery-code.css'

/** Shows a recovery code the one time that it exists in the clear, and lets go once its last group has been typed from paper. */
export function RecoveryCode({ code, owner, onKept }: { code: string; owner: string; onKept: () => void }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    const right = isLastGroup(code, typed)
    setWrong(!right)
    if (right) onKept()
  }
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <CodeSheet code={code} owner={owner} />
      <CodeActions code={code} />
      <TextField
        label={t('recovery.confirm')} hint={t('recovery.confirmHint', { count: lastGroupOf(code).length })} value={typed} code autoComplete="off" maxLength={20}
        onChange={(value) => { setTyped(value); setWrong(false) }} problem={wrong ? t('recovery.confirmWrong') : undefined}
      />
      <Button look="primary" size="large" wide type="submit">{t('recovery.kept')}</Button>
    </form>
  )
}

/** What goes on paper: enough to know later what it is for, and nothing about patients. */
function CodeSheet({ code, owner }: { code: string; owner: string }) {
  const t = useText()
  const formats = useFormats()
  const [today] = useState(() => formats.date(Date.now()))
  return (
    <div className="code-sheet">
      <p className="code-sheet-head">{t('recovery.sheetTitle', { owner, date: today })}</p>
      <p className="code-sheet-code" aria-label={t('recovery.code')}>
        {code.split('-').map((group, index) => <span key={index}>{group}</span>)}
      </p>
      <p className="code-sheet-foot">{t('recovery.sheetFoot')}</p>
    </div>
  )
}

function CodeActions({ code }: { code: string }) {
  const t = useText()
  const [copied, setCopied] = useState<boolean | null>(null)
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard.writeText(code).then(() => true, () => false)
    setCopied(done)
    if (done) announce(t('recovery.copied'))
  }
  return (
    <>
      <div className="code-actions">
        <Button icon="print" onPress={() => window.print()}>{t('recovery.print')}</Button>
        <Button icon={copied === true ? 'check' : 'copy'} onPress={() => void copy()}>{copied === true ? t('recovery.copied') : t('recovery.copy')}</Button>
      </div>
      {copied === false && <Notice tone="warn" live>{t('recovery.copyFailed')}</Notice>}
    </>
  )
}
