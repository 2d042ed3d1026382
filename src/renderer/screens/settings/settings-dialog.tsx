import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import type { SettingsPage } from '../frame/overlays.tsx'
import { AccountsPage } from './accounts-page.tsx'
import { KeysPage } from './keys-page.tsx'
import { LookPage } from './look-page.tsx'
import { OriginPage } from './origin-page.tsx'
import { SendingPage } from './sending-page.tsx'
import { SecurityPage } from './security-page.tsx'
import { StoragePage } from './storage-page.tsx'
import './settings.css'

const pages: readonly { id: SettingsPage; word: PlainTextKey; icon: IconName }[] = [
  { id: 'look', word: 'settings.look', icon: 'settings' }, { id: 'keys', word: 'settings.keys', icon: 'keyboard' },
  { id: 'security', word: 'settings.security', icon: 'key' }, { id: 'accounts', word: 'settings.accounts', icon: 'mail' },
  { id: 'sending', word: 'settings.sending', icon: 'send' }, { id: 'origin', word: 'settings.origin', icon: 'safe' },
  { id: 'storage', word: 'settings.storage', icon: 'server' },
]

/** Everything that can be set, at once: there is no button to keep it. */
export function SettingsDialog({ page, onClose }: { page: SettingsPage; onClose: () => void }) {
  const t = useText()
  return (
    <Dialog title={t('settings.title')} onClose={onClose} size="wide">
      <Tabs orientation="vertical" defaultSelectedKey={page} className="settings">
        <TabList aria-label={t('settings.title')} className="settings-tabs">
          {pages.map(({ id, word, icon }) => <Tab key={id} id={id} className="settings-tab"><Icon name={icon} />{t(word)}</Tab>)}
        </TabList>
        <TabPanel id="look" className="settings-page"><LookPage /></TabPanel>
        <TabPanel id="keys" className="settings-page"><KeysPage /></TabPanel>
        <TabPanel id="security" className="settings-page"><SecurityPage /></TabPanel>
        <TabPanel id="accounts" className="settings-page"><AccountsPage /></TabPanel>
        <TabPanel id="sending" className="settings-page"><SendingPage /></TabPanel>
        <TabPanel id="origin" className="settings-page"><OriginPage /></TabPanel>
        <TabPanel id="storage" className="settings-page"><StoragePage /></TabPanel>
      </Tabs>
    </Dialog>
  )
}
