import { useState, type SyntheticEvent } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'

/** RT-22: without a mobile number a code by e-mail will do, where the practice's policy says so and somebody types why. It is no second factor (N-07). */
export function EmailCodeAsk({ onTake }: { onTake: (reason: string) => void }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') onTake(reason.trim())
  }
  if (!open) return <p className="class-line"><Button look="link" onPress={() => setOpen(true)}>{t('emailCode.offer')}</Button></p>
  return (
    <form className="route-ask" onSubmit={submit}>
      <Icon name="portal" size={18} />
      <label className="route-ask-words" htmlFor="email-code-reason">{t('emailCode.why')}</label>
      <input id="email-code-reason" className="route-ask-reason" autoComplete="off" maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} autoFocus />
      <Button type="submit" isDisabled={reason.trim() === ''}>{t('emailCode.take')}</Button>
      <p className="route-ask-note">{t('emailCode.note')}</p>
    </form>
  )
}
