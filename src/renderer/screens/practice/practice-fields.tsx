import { useId, type ReactNode } from 'react'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { practiceFail } from './practice-words.ts'

interface AreaFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  maxLength?: number
  rows?: number
  /** Letters that are copied one by one: no spelling help, equal widths. */
  code?: boolean
}

/** Some lines of text. */
export function AreaField({ label, value, onChange, hint, maxLength = 2_000, rows = 2, code = false }: AreaFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>{label}</label>
      <textarea
        id={id} className={code ? 'field-input practice-area field-code' : 'field-input practice-area'} rows={rows} maxLength={maxLength} value={value}
        onChange={(event) => onChange(event.target.value)} {...(code ? { spellCheck: false, autoComplete: 'off', autoCapitalize: 'characters' } : {})}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
      />
      {hint !== undefined && <span id={`${id}-hint`} className="field-hint">{hint}</span>}
    </div>
  )
}

/** What went wrong with the last act; nothing while nothing did. */
export function Refused({ fail, words = practiceFail }: { fail: string | null; words?: (fail: string) => PlainTextKey }) {
  const t = useText()
  return fail === null ? null : <Notice tone="alert" live>{t(words(fail))}</Notice>
}

export function PracticeFact({ label, children }: { label: string; children: ReactNode }) {
  return <div className="contact-fact"><dt>{label}</dt><dd>{children}</dd></div>
}

/** A page that cannot be shown now. */
export function PageFailed({ fail, onRetry }: { fail: string; onRetry: () => void }) {
  const t = useText()
  return <Notice tone="warn" live actions={<Button size="small" onPress={onRetry}>{t('act.retry')}</Button>}>{t(practiceFail(fail))}</Notice>
}
