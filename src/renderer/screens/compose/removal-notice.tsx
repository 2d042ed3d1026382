import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'

/** R6: asking is all that can be done; what somebody has on their own computer is out of reach. */
export function RemovalNotice() {
  const t = useText()
  return <p className="class-line"><Icon name="info" /><span>{t('removal.notice')}</span></p>
}
