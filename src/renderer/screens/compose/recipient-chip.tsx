import type { KeyboardEvent } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { WithTooltip } from '../../parts/tooltip.tsx'

interface Look { readonly tone: string; readonly icon: IconName; readonly how: PlainTextKey; readonly why: PlainTextKey }

const looks: Record<PlannedRoute['reason'], Look> = {
  'own-domain': { tone: 'internal', icon: 'internal', how: 'chip.internal', why: 'chip.internalWhy' },
  'no-safe-route-yet': { tone: 'hold', icon: 'clock', how: 'chip.hold', why: 'chip.holdWhy' },
  'not-an-address': { tone: 'invalid', icon: 'alert', how: 'chip.invalid', why: 'chip.invalidWhy' },
}
const notPlanned: Look = { tone: 'unknown', icon: 'pending', how: 'chip.unknown', why: 'chip.unknownWhy' }

export interface ChipProps {
  recipient: AddressValue
  route: PlannedRoute | undefined
  onRemove: () => void
  /** Back to text, to be mended. */
  onEdit: () => void
  onKey: (event: KeyboardEvent) => void
}

/** A recipient, and what will happen with their copy: word, shape and colour. Why, when it is pointed at or has the focus. */
export function RecipientChip({ recipient, route, onRemove, onEdit, onKey }: ChipProps) {
  const t = useText()
  const look = route === undefined ? notPlanned : looks[route.reason]
  const who = recipient.name === '' ? recipient.address : recipient.name
  return (
    <span className={`chip chip-${look.tone}`} data-route={route?.route ?? 'unknown'} onKeyDown={onKey}>
      <WithTooltip text={`${recipient.address}: ${t(look.why)}`}>
        <AriaButton className="chip-main" onPress={onEdit}>
          <Icon name={look.icon} size={18} />
          <span className="chip-words">
            <span className="chip-who">{who}</span>
            <span className="chip-how">{t(look.how)}</span>
          </span>
        </AriaButton>
      </WithTooltip>
      <AriaButton className="chip-remove" aria-label={t('chip.remove', { name: who })} excludeFromTabOrder onPress={onRemove}><Icon name="close" size={12} /></AriaButton>
    </span>
  )
}
