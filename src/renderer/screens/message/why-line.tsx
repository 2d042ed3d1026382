import type { VerdictState } from '../../../shared/contract/values.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Icon } from '../../parts/icons.tsx'
import { verdictLook } from '../../parts/badge.tsx'
import { useText } from '../../parts/text.tsx'

const sentences: Record<VerdictState, PlainTextKey> = {
  pending: 'why.pending', safe: 'why.safe', internal: 'why.internal', unsafe: 'why.unsafe', unknown: 'why.unknown',
  suspicious: 'why.suspicious', portalNotice: 'why.portalNotice', formMessage: 'why.formMessage',
}

/** The one sentence under the badge, outside the frame in which the mail itself is drawn. */
export function WhyLine({ verdict }: { verdict: VerdictState }) {
  const t = useText()
  const look = verdictLook(verdict)
  return (
    <p className={`why-line why-${look.tone}`}>
      <Icon name={look.icon} size={20} />
      <span>{t(sentences[verdict])}</span>
    </p>
  )
}
