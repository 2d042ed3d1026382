import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'
import { keyLabel } from './key-names.ts'
import { useText } from './text.tsx'
import './menu.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly shortcut?: string
  readonly tone?: 'danger'
  readonly isDisabled?: boolean
  readonly onPress: () => void
}

/** A button that opens a list of verbs. `trigger` is a Button or an IconButton. */
export function Menu({ label, trigger, entries, head }: { label: string; trigger: ReactNode; entries: readonly MenuEntry[]; head?: ReactNode }) {
  const t = useText()
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement="bottom end" offset={6}>
        {head !== undefined && <div className="menu-head">{head}</div>}
        <AriaMenu aria-label={label} className="menu">
          {entries.map((entry) => (
            <MenuItem
              key={entry.id} id={entry.id} textValue={entry.label} onAction={entry.onPress}
              isDisabled={entry.isDisabled ?? false} className={`menu-entry${entry.tone === 'danger' ? ' menu-danger' : ''}`}
            >
              {entry.icon === undefined ? <span className="menu-gap" /> : <Icon name={entry.icon} />}
              <span className="menu-words">{entry.label}</span>
              {entry.shortcut !== undefined && <kbd>{keyLabel(entry.shortcut, t)}</kbd>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
