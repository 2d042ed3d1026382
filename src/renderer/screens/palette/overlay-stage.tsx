import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../parts/text.tsx'
import { useOverlays } from '../frame/overlays.tsx'
import { AccountSetup } from '../onboarding/account-setup.tsx'
import { ChangeSecret } from '../settings/change-secret.tsx'
import { SettingsDialog } from '../settings/settings-dialog.tsx'
import { Palette } from './palette.tsx'
import { ShortcutList } from './shortcut-list.tsx'

/** Whatever lies over the mail now. */
export function OverlayStage() {
  const t = useText()
  const { current, close } = useOverlays()
  switch (current?.kind) {
    case undefined: return null
    case 'settings': return <SettingsDialog page={current.page} onClose={close} />
    case 'palette': return <Palette onClose={close} />
    case 'shortcuts': return <ShortcutList onClose={close} />
    case 'add-account': return <Dialog title={t('account.add')} onClose={close}><AccountSetup onDone={close} /></Dialog>
    case 'change-secret': return <ChangeSecret accountId={current.accountId} onClose={close} />
  }
}
