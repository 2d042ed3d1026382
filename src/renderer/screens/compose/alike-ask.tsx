import type { AddressValue } from '../../../shared/contract/values.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'

/** RT-26: an address that is easily taken for a known one. Nothing is chosen by itself. */
export function AlikeAsk({ recipient, known, onTake, onKeep }: { recipient: AddressValue; known: string; onTake: () => void; onKeep: () => void }) {
  const t = useText()
  return (
    <div className="route-ask route-ask-alike" role="status">
      <Icon name="alert" size={18} />
      <p className="route-ask-words">{t('alike.ask', { address: recipient.address, known })}</p>
      <Button onPress={onTake}>{t('alike.take', { known })}</Button>
      <Button look="link" onPress={onKeep}>{t('alike.keep')}</Button>
    </div>
  )
}
