import type { VerdictState } from '../../shared/contract/values.ts'
import type { PlainTextKey } from '../../shared/text/table.ts'
import { Icon, type IconName } from './icons.tsx'
import { useText } from './text.tsx'
import './badge.css'

interface Look {
  readonly icon: IconName
  readonly tone: string
  readonly word: PlainTextKey
  /** Where there is room for it: over the message itself. */
  readonly long?: PlainTextKey
}

/** Word, shape and colour of each verdict (norm.md section 6). Green is for `safe` alone. */
const looks: Record<VerdictState, Look> = {
  pending: { icon: 'pending', tone: 'pending', word: 'badge.pending' },
  safe: { icon: 'safe', tone: 'safe', word: 'badge.safe', long: 'badgeLong.safe' },
  internal: { icon: 'internal', tone: 'internal', word: 'badge.internal' },
  unsafe: { icon: 'plain', tone: 'plain', word: 'badge.unsafe' },
  unknown: { icon: 'unknown', tone: 'unknown', word: 'badge.unknown', long: 'badgeLong.unknown' },
  suspicious: { icon: 'alert', tone: 'alert', word: 'badge.suspicious', long: 'badgeLong.suspicious' },
  portalNotice: { icon: 'portal', tone: 'portal', word: 'badge.portalNotice', long: 'badgeLong.portalNotice' },
  formMessage: { icon: 'form', tone: 'form', word: 'badge.formMessage' },
}

/** Says what was found out about a message, and draws nothing that was not handed to it. */
export function Badge({ verdict, long = false }: { verdict: VerdictState; long?: boolean }) {
  const t = useText()
  const look = looks[verdict]
  return (
    <span className={`badge badge-${look.tone}`} data-verdict={verdict}>
      <Icon name={look.icon} size={14} />
      {t(long ? look.long ?? look.word : look.word)}
    </span>
  )
}

/** The mark of a verdict for places that draw more than a badge: a recipient's chip, the reason under a message's head. */
export const verdictLook = (verdict: VerdictState): Look => looks[verdict]
