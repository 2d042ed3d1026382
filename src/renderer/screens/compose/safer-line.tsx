import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { saferOffered } from './recipients.ts'

interface SaferLineProps {
  routes: ReadonlyMap<string, PlannedRoute>
  /** The account's provider has a portal. */
  hasPortal: boolean
  wish: 'portal' | null
  onWish: (wish: 'portal' | null) => void
}

/** RT-24: who wants it safer than it need be says so here, in one click; nobody is asked. */
export function SaferLine({ routes, hasPortal, wish, onWish }: SaferLineProps) {
  const t = useText()
  const offered = hasPortal ? saferOffered([...routes.values()]) : null
  if (wish !== null) {
    return (
      <p className="class-line" role="status">
        <Icon name="safe" />
        <span>{t('safer.chosen')}</span>
        <Button look="link" onPress={() => onWish(null)}>{t('safer.back')}</Button>
      </p>
    )
  }
  return offered === null ? null : <p className="class-line"><Button look="link" onPress={() => onWish('portal')}>{t(offered === 'plain' ? 'safer.plain' : 'safer.portal')}</Button></p>
}
