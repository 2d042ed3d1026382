import type { ReactNode } from 'react'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useText } from '../../parts/text.tsx'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useOverlays } from './overlays.tsx'

/** Who and where: the mark, one search for everything, the practice, the person, the lock. */
export function TopBar({ search, menu }: { search: ReactNode; menu: ReactNode }) {
  const t = useText()
  const vault = useQueryOf('vault.state', {})
  const lock = useCallOf('vault.lock')
  const person = vault.state === 'ready' ? vault.value.person : null
  return (
    <div className="top-bar">
      <div className="top-menu">{menu}</div>
      <div className="brand"><span className="brand-mark" aria-hidden="true">P</span><span className="brand-name">Praktijkpost</span></div>
      <div className="top-search">{search}</div>
      <div className="top-me">
        {person !== null && <span className="top-practice one-line">{person.practice}</span>}
        <PersonMenu name={person?.name ?? ''} practice={person?.practice ?? ''} onLock={() => void lock.run({})} />
        <IconButton icon="lock" label={t('frame.lock')} shortcut="Mod+l" onPress={() => void lock.run({})} />
      </div>
    </div>
  )
}

function PersonMenu({ name, practice, onLock }: { name: string; practice: string; onLock: () => void }) {
  const t = useText()
  const { open } = useOverlays()
  const head = <div className="person-head"><Avatar name={name} size={36} /><div><strong>{name}</strong><div className="muted small">{practice}</div></div></div>
  return (
    <Menu
      label={t('frame.personMenu')} head={head}
      trigger={<AriaButton className="person-button" ><Avatar name={name} /><span className="only-heard">{t('frame.personMenuOf', { name })}</span></AriaButton>}
      entries={[
        { id: 'settings', label: t('settings.title'), icon: 'settings', shortcut: 'Mod+,', onPress: () => open({ kind: 'settings', page: 'look' }) },
        { id: 'accounts', label: t('settings.accounts'), icon: 'mail', onPress: () => open({ kind: 'settings', page: 'accounts' }) },
        { id: 'keys', label: t('shortcuts.title'), icon: 'keyboard', shortcut: '?', onPress: () => open({ kind: 'shortcuts' }) },
        { id: 'lock', label: t('frame.lock'), icon: 'lock', shortcut: 'Mod+l', onPress: onLock },
      ]}
    />
  )
}
