import { useState } from 'react'
import type { DraftFields } from '../../../shared/contract/compose.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { hideOutside, visibleGroup } from './visible-group.ts'

interface GroupHintProps {
  fields: DraftFields
  ownDomains: readonly string[]
  onEdit: (change: Partial<DraftFields>) => void
}

type Lists = Pick<DraftFields, 'to' | 'cc' | 'bcc'>

/** RT-25: a large group is shown to each of its members; one click hides them from each other, and one brings it back. */
export function GroupHint({ fields: { to, cc, bcc }, ownDomains, onEdit }: GroupHintProps) {
  const t = useText()
  const [before, setBefore] = useState<Lists | null>(null)
  const count = visibleGroup({ to, cc }, ownDomains)
  if (count === 0 && before === null) return null
  const hide = (): void => {
    setBefore({ to, cc, bcc })
    onEdit(hideOutside({ to, cc, bcc }, ownDomains))
  }
  const show = (): void => {
    if (before !== null) onEdit(before)
    setBefore(null)
  }
  // One button for both, so that the focus stays on it.
  return (
    <p className={count > 0 ? 'compose-waits compose-group' : 'class-line'} role="status">
      <Icon name={count > 0 ? 'alert' : 'info'} />
      <span>{count > 0 ? t('group.visible', { count }) : t('group.hidden')}</span>
      <Button look="link" onPress={count > 0 ? hide : show}>{t(count > 0 ? 'group.hide' : 'group.show')}</Button>
    </p>
  )
}
