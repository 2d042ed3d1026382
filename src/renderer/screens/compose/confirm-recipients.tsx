import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { routeLook } from './route-look.ts'

interface ConfirmRecipientsProps {
  recipients: readonly { readonly recipient: AddressValue; readonly route: PlannedRoute }[]
  busy: boolean
  onSend: () => void
  onClose: () => void
}

/** RT-25: health information to several people outside goes only after somebody has looked at their names. */
export function ConfirmRecipients({ recipients, busy, onSend, onClose }: ConfirmRecipientsProps) {
  const t = useText()
  const count = recipients.length
  return (
    <Dialog
      title={t('confirm.title', { count })} onClose={onClose} size="narrow" role="alertdialog"
      actions={<>
        <Button autoFocus onPress={onClose}>{t('confirm.back')}</Button>
        <Button look="primary" busy={busy} onPress={onSend}>{t('confirm.send', { count })}</Button>
      </>}
    >
      <p>{t('confirm.text')}</p>
      {/* Of many the list scrolls: by the keyboard too. */}
      <ul className="confirm-names" tabIndex={0} aria-label={t('confirm.names')}>
        {recipients.map(({ recipient, route }) => {
          const look = routeLook(route, t)
          return (
            <li key={recipient.address} className={`chip chip-${look.tone}`}>
              <span className="chip-main">
                <Icon name={look.icon} size={18} />
                <span className="chip-words">
                  <span className="chip-who">{recipient.name === '' ? recipient.address : recipient.name}</span>
                  <span className="chip-how">{recipient.name === '' ? look.how : `${recipient.address} · ${look.how}`}</span>
                </span>
              </span>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
