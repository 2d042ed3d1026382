import type { Settings } from '../../../shared/contract/app.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useState } from 'react'

export interface SettingsEdit { readonly settings: Settings | null; readonly failed: boolean; readonly set: (change: Partial<Settings>) => void }

/** The settings and the way to change one; a change is shown when the core has kept it. */
export function useSettings(): SettingsEdit {
  const live = useQueryOf('settings.get', {})
  const { run } = useCallOf('settings.set')
  const [failed, setFailed] = useState(false)
  const set = async (change: Partial<Settings>): Promise<void> => {
    const answer = await run(change)
    setFailed(!answer.ok)
  }
  return { settings: live.state === 'ready' ? live.value : null, failed, set: (change) => void set(change) }
}

export function NotKept() {
  const t = useText()
  return <Notice tone="alert" live>{t('settings.notKept')}</Notice>
}

/** Theme, density and language. */
export function LookPage() {
  const t = useText()
  const { settings, failed, set } = useSettings()
  if (settings === null) return <Ghosts shape="line" />
  return (
    <div className="settings-stack">
      {failed && <NotKept />}
      <ChoiceField
        label={t('settings.theme')} value={settings.theme} onChange={(theme) => set({ theme })}
        choices={[{ value: 'system', label: t('settings.themeSystem') }, { value: 'light', label: t('settings.themeLight') }, { value: 'dark', label: t('settings.themeDark') }]}
      />
      <ChoiceField
        label={t('settings.density')} value={settings.density} onChange={(density) => set({ density })}
        choices={[{ value: 'comfortable', label: t('settings.comfortable') }, { value: 'compact', label: t('settings.compact') }]}
      />
      <ChoiceField
        label={t('settings.language')} value={settings.language} onChange={(language) => set({ language })}
        choices={[{ value: 'nl', label: 'Nederlands' }, { value: 'en', label: 'English' }]}
      />
    </div>
  )
}
