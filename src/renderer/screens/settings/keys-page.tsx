import { Button } from '../../parts/button.tsx'
import { Switch } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { useText } from '../../parts/text.tsx'
import { useOverlays } from '../frame/overlays.tsx'
import { NotKept, useSettings } from './look-page.tsx'

/** Letter keys on or off (WCAG 2.1.4), and the way to the list. */
export function KeysPage() {
  const t = useText()
  const { open } = useOverlays()
  const { settings, failed, set } = useSettings()
  if (settings === null) return <Ghosts shape="line" />
  return (
    <div className="settings-stack">
      {failed && <NotKept />}
      <Switch label={t('settings.shortcuts')} hint={t('settings.shortcutsHint')} on={settings.shortcuts} onChange={(shortcuts) => set({ shortcuts })} />
      <div><Button icon="list" onPress={() => open({ kind: 'shortcuts' })}>{t('settings.showKeys')}</Button></div>
    </div>
  )
}
