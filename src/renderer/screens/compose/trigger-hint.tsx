import { withoutTriggers } from '../../../shared/norm/provider-triggers.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'

/**
 * N-06: who used to type the provider's mark into the subject need not any more, and must not: it would stand in the copy, in the answer,
 * and a number with it.
 */
export function TriggerHint({ subject, onSubject }: { subject: string; onSubject: (subject: string) => void }) {
  const t = useText()
  const bare = withoutTriggers(subject)
  if (bare === subject) return null
  return (
    <p className="class-line" role="status">
      <Icon name="info" />
      <span>{t('trigger.typed')}</span>
      <Button look="link" onPress={() => onSubject(bare)}>{t('trigger.remove')}</Button>
    </p>
  )
}
