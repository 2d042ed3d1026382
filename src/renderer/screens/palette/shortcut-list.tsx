import { useQueryOf } from '../../bridge/use-core.tsx'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import type { Command, CommandGroup } from '../../parts/command-registry.ts'
import { useCommandList } from '../../parts/commands.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { isSingleKey, keyLabel } from '../../parts/key-names.ts'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'

const groups: readonly { id: CommandGroup; word: PlainTextKey }[] = [
  { id: 'read', word: 'shortcuts.read' }, { id: 'write', word: 'shortcuts.write' }, { id: 'go', word: 'shortcuts.go' }, { id: 'app', word: 'shortcuts.app' },
]

/** Every key that does something on the screen below. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const t = useText()
  const commands = useCommandList().filter((command) => command.keys !== undefined)
  const settings = useQueryOf('settings.get', {})
  const lettersOff = settings.state === 'ready' && !settings.value.shortcuts
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose} size="wide">
      {lettersOff && <Notice>{t('shortcuts.off')}</Notice>}
      {/* Longer than a small window: focusable, so that it can be scrolled by keys. */}
      <div className="keys" role="group" aria-label={t('shortcuts.title')} tabIndex={0}>
        {groups.map(({ id, word }) => (
          <KeyGroup key={id} title={t(word)} commands={commands.filter((command) => command.group === id)} lettersOff={lettersOff} />
        ))}
      </div>
    </Dialog>
  )
}

function KeyGroup({ title, commands, lettersOff }: { title: string; commands: readonly Command[]; lettersOff: boolean }) {
  const t = useText()
  const works = (keys: string): boolean => !lettersOff || !isSingleKey(keys)
  const listed = commands.filter((command) => (command.keys ?? []).some(works))
  if (listed.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {listed.map((command) => (
          <li key={command.id}>
            <span>{command.label}</span>
            <span className="keys-pressed">{(command.keys ?? []).filter(works).map((keys) => <kbd key={keys}>{keyLabel(keys, t)}</kbd>)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
