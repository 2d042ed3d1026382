import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Menu, MenuItem } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Input, TextField } from 'react-aria-components/TextField'
import { useState } from 'react'
import type { Command, CommandGroup } from '../../parts/command-registry.ts'
import { useCommandList, useHandSearchOver, useHeldCommands } from '../../parts/commands.tsx'
import { Icon } from '../../parts/icons.tsx'
import { keyLabel } from '../../parts/key-names.ts'
import { useText } from '../../parts/text.tsx'
import './palette.css'

const SEARCH_ID = 'palette.search'
/** What one does with mail comes before what one does with the program. */
const order: readonly CommandGroup[] = ['write', 'read', 'go', 'app']
const inOrder = (commands: readonly Command[]): Command[] => order.flatMap((group) => commands.filter((command) => command.group === group))

/** Everything that can be done, found by typing; what is no command is searched for in the mail. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useText()
  useHeldCommands()
  return (
    <ModalOverlay isOpen onOpenChange={(open) => { if (!open) onClose() }} isDismissable className="dialog-veil palette-veil">
      <Modal className="dialog palette">
        <Dialog aria-label={t('palette.title')} className="dialog-inside"><PaletteList onClose={onClose} /></Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteList({ onClose }: { onClose: () => void }) {
  const t = useText()
  const { contains } = useFilter({ sensitivity: 'base' })
  const commands = inOrder(useCommandList()).filter((command) => command.inPalette !== false)
  const handSearchOver = useHandSearchOver()
  const [text, setText] = useState('')
  // The dialog gives focus back as it closes; what the command opens takes it after that.
  const go = (act: () => void): void => {
    onClose()
    requestAnimationFrame(act)
  }
  const searched = text.trim()
  const matching = searched === '' ? commands : commands.filter((command) => contains(command.label, searched))
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <TextField aria-label={t('palette.title')} autoFocus className="palette-field">
        <Icon name="search" size={18} />
        <Input className="palette-input" placeholder={t('palette.placeholder')} />
      </TextField>
      {/* The focus stays in the field; this lets the list be scrolled by keys as well. */}
      <div className="palette-menu" tabIndex={0} role="presentation">
        <Menu aria-label={t('palette.title')} className="menu">
          {[
            ...matching.map((command) => <PaletteEntry key={command.id} command={command} onRun={() => go(command.run)} />),
            ...(searched === '' ? [] : [
              <MenuItem key={SEARCH_ID} id={SEARCH_ID} textValue={t('palette.searchFor', { text: searched })} className="menu-entry" onAction={() => go(() => handSearchOver(searched))}>
                <Icon name="search" />
                <span className="menu-words one-line">{t('palette.searchFor', { text: searched })}</span>
              </MenuItem>,
            ]),
          ]}
        </Menu>
      </div>
    </Autocomplete>
  )
}

function PaletteEntry({ command, onRun }: { command: Command; onRun: () => void }) {
  const t = useText()
  const keys = command.keys?.[0]
  return (
    <MenuItem id={command.id} textValue={command.label} className="menu-entry" onAction={onRun}>
      {command.icon === undefined ? <span className="menu-gap" /> : <Icon name={command.icon} />}
      <span className="menu-words">{command.label}</span>
      {keys !== undefined && <kbd>{keyLabel(keys, t)}</kbd>}
    </MenuItem>
  )
}
