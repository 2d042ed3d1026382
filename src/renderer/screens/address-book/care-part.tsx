import { useState } from 'react'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Switch } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'

/** FM-06: the clinician says whose care is current; nobody else is asked. */
export function CarePart({ address }: { address: string }) {
  const t = useText()
  const live = useQueryOf('practice.careOf', { address })
  const mark = useCallOf('practice.markCare')
  const [failed, setFailed] = useState(false)
  if (live.state !== 'ready' || !live.value.mayMark) return null
  const onChange = (current: boolean): void => void mark.run({ address, current }).then((answer) => setFailed(!answer.ok))
  return (
    <section className="contact-part" aria-label={t('care.current')}>
      <Switch label={t('care.current')} hint={t('care.hint')} on={live.value.current} onChange={onChange} />
      {failed && <Notice tone="alert" live>{t('fail.notAllowed')}</Notice>}
    </section>
  )
}
