import { memo, useState, type KeyboardEvent } from 'react'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { Button } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import { RecipientChip } from './recipient-chip.tsx'
import { needsLook } from './recipients.ts'

/** So many chips are still read; of a longer list the rest is behind one button, but for whom something is asked or wrong. */
const CHIPS_SHOWN = 40

interface ChipListProps {
  label: string
  recipients: readonly AddressValue[]
  plan: ReadonlyMap<string, PlannedRoute>
  onRemove: (index: number) => void
  onEdit: (index: number) => void
  onKey: (pressed: { readonly index: number; readonly event: KeyboardEvent }) => void
}

/** The recipients of one field. Not drawn anew at every letter of the text. */
export const ChipList = memo(function ChipList({ label, recipients, plan, onRemove, onEdit, onKey }: ChipListProps) {
  const t = useText()
  const [isWhole, setWhole] = useState(false)
  const all = recipients.map((recipient, index) => ({ recipient, index }))
  const shown = isWhole || all.length <= CHIPS_SHOWN ? all : all.filter(({ recipient, index }) => index < CHIPS_SHOWN || needsLook(recipient, plan.get(recipient.address)))
  const hidden = all.length - shown.length
  return (
    <>
      <ul className="recipient-chips" aria-label={t('recipients.of', { field: label })}>
        {shown.map(({ recipient, index }) => (
          <li key={recipient.address}>
            <RecipientChip
              recipient={recipient} route={plan.get(recipient.address)} onRemove={() => onRemove(index)}
              onEdit={() => onEdit(index)} onKey={(event) => onKey({ index, event })}
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && <Button look="link" onPress={() => setWhole(true)}>{t('recipients.more', { count: hidden })}</Button>}
    </>
  )
})
