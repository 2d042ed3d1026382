import { useEffect, useMemo, useRef } from 'react'
import type { Command } from '../../parts/command-registry.ts'
import { useCommands } from '../../parts/commands.tsx'
import { useText } from '../../parts/text.tsx'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import type { IconName } from '../../parts/icons.tsx'

/** Everything that the keyboard can do while mail is read. */
export interface MailCommands {
  next: () => void
  previous: () => void
  open: () => void
  back: () => void
  choose: () => void
  archive: () => void
  remove: () => void
  junk: () => void
  unread: () => void
  flag: () => void
  undo: () => void
  reply: () => void
  replyAll: () => void
  forward: () => void
  askRemoval: () => void
  compose: () => void
  search: () => void
}

interface Entry { readonly act: keyof MailCommands; readonly label: PlainTextKey; readonly group: Command['group']; readonly keys: readonly string[]; readonly icon?: IconName; readonly keyOnly?: true }

const entries: readonly Entry[] = [
  { act: 'next', label: 'command.next', group: 'go', keys: ['j'], keyOnly: true },
  { act: 'previous', label: 'command.previous', group: 'go', keys: ['k'], keyOnly: true },
  { act: 'open', label: 'command.open', group: 'go', keys: ['o'], keyOnly: true },
  { act: 'back', label: 'command.back', group: 'go', keys: ['Escape'], keyOnly: true },
  { act: 'choose', label: 'command.choose', group: 'read', keys: ['x'], keyOnly: true },
  { act: 'archive', label: 'act.archive', group: 'read', keys: ['e'], icon: 'archive' },
  { act: 'remove', label: 'act.trash', group: 'read', keys: ['Delete', '#'], icon: 'trash' },
  { act: 'junk', label: 'act.junk', group: 'read', keys: ['!'], icon: 'junk' },
  { act: 'unread', label: 'command.unread', group: 'read', keys: ['u'], icon: 'mail' },
  { act: 'flag', label: 'command.flag', group: 'read', keys: ['s'], icon: 'flag' },
  { act: 'undo', label: 'act.undo', group: 'read', keys: ['Mod+z'], icon: 'undo' },
  { act: 'reply', label: 'act.reply', group: 'write', keys: ['r'], icon: 'reply' },
  { act: 'replyAll', label: 'act.replyAll', group: 'write', keys: ['a'], icon: 'replyAll' },
  { act: 'forward', label: 'act.forward', group: 'write', keys: ['f'], icon: 'forward' },
  { act: 'askRemoval', label: 'act.askRemoval', group: 'write', keys: [], icon: 'mail' },
  { act: 'compose', label: 'act.compose', group: 'write', keys: ['c'], icon: 'draft' },
  { act: 'search', label: 'command.search', group: 'go', keys: ['/'], icon: 'search' },
]

/** While something is being written, only what does not touch the list behind it. */
const whileWriting: ReadonlySet<keyof MailCommands> = new Set(['search', 'undo'])

/** Where there is no list: what touches none. */
const elsewhere: ReadonlySet<keyof MailCommands> = new Set([...whileWriting, 'compose'])

/** What takes the room: the list, what is being written, or another pane. */
export type InFront = 'list' | 'letter' | 'pane'

const offered: Readonly<Record<InFront, (act: keyof MailCommands) => boolean>> = { list: () => true, letter: (act) => whileWriting.has(act), pane: (act) => elsewhere.has(act) }

/** Offers the commands; the newest functions run, so that the offer itself need not change at every row. */
export function useMailCommands(commands: MailCommands, inFront: InFront): void {
  const t = useText()
  const latest = useRef(commands)
  useEffect(() => { latest.current = commands })
  useCommands(useMemo(() => entries
    .filter((entry) => offered[inFront](entry.act))
    .map((entry): Command => ({
      id: `mail.${entry.act}`, label: t(entry.label), group: entry.group, inPalette: entry.keyOnly !== true,
      // In a letter Ctrl Z is the letter's own.
      keys: inFront === 'letter' && entry.act === 'undo' ? [] : entry.keys,
      ...(entry.icon === undefined ? {} : { icon: entry.icon }), run: () => latest.current[entry.act](),
    })), [t, inFront]))
}
