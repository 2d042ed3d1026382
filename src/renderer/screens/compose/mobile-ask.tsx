import { useState, type SyntheticEvent } from 'react'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { readMobile, showMobile } from '../../../shared/norm/mobile-number.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'

interface MobileAskProps {
  recipient: AddressValue
  route: PlannedRoute
}

/** RT-21: the one thing that keeps a recipient from reading safely, asked where the recipient stands, once, and remembered with who checked it. */
export function MobileAsk({ recipient, route }: MobileAskProps) {
  const t = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const keep = useCallOf('book.setMobile')
  const name = recipient.name === '' ? recipient.address : recipient.name
  const { mobile } = route
  const store = async (number: string | null): Promise<void> => {
    if (number === null) {
      setProblem(t('mobile.wrong'))
      return
    }
    const answer = await keep.run({ address: recipient.address, mobile: number })
    setProblem(answer.ok ? null : t(failWords(answer.fail)))
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void store(readMobile(typed ?? ''))
  }
  if (mobile !== null && typed === null) {
    return (
      <div className="route-ask">
        <Icon name="portal" size={18} />
        <p className="route-ask-words">{t('mobile.check', { mobile: showMobile(mobile), name })}</p>
        <Button busy={keep.busy} onPress={() => void store(mobile)}>{t('mobile.checked')}</Button>
        <Button look="link" onPress={() => setTyped('')}>{t('mobile.other')}</Button>
        {problem !== null && <p className="send-problem" role="alert">{problem}</p>}
      </div>
    )
  }
  return (
    <form className="route-ask" onSubmit={submit}>
      <Icon name="portal" size={18} />
      <p className="route-ask-words">{t('mobile.ask', { name })}</p>
      <input
        className="route-ask-number" type="tel" inputMode="tel" autoComplete="off" maxLength={24} aria-label={t('mobile.number', { name })}
        aria-invalid={problem !== null} value={typed ?? ''}
        onChange={(event) => { setTyped(event.target.value); setProblem(null) }}
      />
      <Button type="submit" busy={keep.busy}>{t('mobile.keep')}</Button>
      <p className="route-ask-note">{t('mobile.once')}</p>
      {problem !== null && <p className="send-problem" role="alert">{problem}</p>}
    </form>
  )
}
