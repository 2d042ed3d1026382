import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useState, type ReactNode } from 'react'
import { Button, IconButton } from './button.tsx'
import { useHeldCommands } from './commands.tsx'
import { useText } from './text.tsx'
import './dialog.css'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** The verbs, the most wanted one last. */
  actions?: ReactNode
  size?: 'narrow' | 'normal' | 'wide'
  role?: 'dialog' | 'alertdialog'
  /** Only by a button: for what must not be lost by a stray click. */
  stays?: boolean
}

/** A window over the window: focus stays in it and returns to where it was. Mount it to open it. */
export function Dialog({ title, onClose, children, actions, size = 'normal', role = 'dialog', stays = false }: DialogProps) {
  const t = useText()
  useHeldCommands()
  return (
    <ModalOverlay isOpen onOpenChange={(open) => { if (!open) onClose() }} isDismissable={!stays} isKeyboardDismissDisabled={stays} className="dialog-veil">
      <Modal className={`dialog dialog-${size}`}>
        <AriaDialog role={role} className="dialog-inside">
          <header className="dialog-head">
            <Heading slot="title" level={2} className="dialog-title">{title}</Heading>
            {!stays && <IconButton icon="close" label={t('act.close')} onPress={onClose} />}
          </header>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Asks before something is destroyed: the consequence in the title, the verb on the button. */
export function ConfirmDialog({ title, children, verb, onConfirm, onClose }: {
  title: string
  children?: ReactNode
  verb: string
  onConfirm: () => void | Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const [busy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    await onConfirm()
    setBusy(false)
  }
  return (
    <Dialog
      title={title} onClose={onClose} size="narrow" role="alertdialog"
      actions={<>
        <Button autoFocus onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="danger" busy={busy} onPress={() => void confirm()}>{verb}</Button>
      </>}
    >
      <div className="dialog-words">{children}</div>
    </Dialog>
  )
}
