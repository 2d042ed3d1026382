import type { KeyboardEvent } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { WithTooltip } from '../../parts/tooltip.tsx'
import { besideRoute, routeLook } from './route-look.ts'

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
  const formats = useFormats()
  const look = routeLook(route, t)
  const who = recipient.name === '' ? recipient.address : recipient.name
  const beside = route === undefined ? [] : besideRoute(route, { t, when: (instant) => formats.long(instant) })
  return (
    <span className={`chip chip-${look.tone}`} data-route={route?.route ?? 'unknown'} onKeyDown={onKey}>
      <WithTooltip text={[`${recipient.address}: ${look.why}`, ...beside].join(' ')}>
        <AriaButton className="chip-main" onPress={onEdit}>
          <Icon name={look.icon} size={18} />
          <span className="chip-words">
            <span className="chip-who">{who}</span>
            <span className="chip-how">{look.how}</span>
          </span>
        </AriaButton>
      </WithTooltip>
      <AriaButton className="chip-remove" aria-label={t('chip.remove', { name: who })} excludeFromTabOrder onPress={onRemove}><Icon name="close" size={12} /></AriaButton>
    </span>
  )
}
