import type { Folder, MessageRow } from '../../../shared/contract/mail.ts'
import { IconButton } from '../../parts/button.tsx'
import { Menu, type MenuEntry } from '../../parts/menu.tsx'
import { useText } from '../../parts/text.tsx'
import type { Acts } from './use-acts.ts'

interface ToolsProps {
  row: MessageRow
  folder: Folder | undefined
  /** Where it can go: folders of the same account. */
  folders: readonly Folder[]
  acts: Acts
  onDelete: () => void
  /** R6: of what was sent. */
  onAskRemoval: () => void
}

/** What can be done with the message that is shown, above it; each says its key. */
export function MessageTools({ row, folder, folders, acts, onDelete, onAskRemoval }: ToolsProps) {
  const t = useText()
  const inTrash = folder?.role === 'trash'
  const isSent = row.verdict === null && folder?.role !== 'drafts'
  const targets = folders.filter((one) => one.accountId === row.accountId && one.id !== row.folderId && one.rights.insert && one.role !== 'drafts')
  const entries: MenuEntry[] = [
    { id: 'seen', label: row.seen ? t('act.unread') : t('act.read'), icon: row.seen ? 'mail' : 'mailOpen', shortcut: 'u', onPress: () => acts.flag([row.id], 'seen', !row.seen) },
    ...(folder?.role === 'junk'
      ? [{ id: 'inbox', label: t('act.notJunk'), icon: 'inbox' as const, onPress: () => acts.move([row.id], 'inbox') }]
      : [{ id: 'junk', label: t('act.junk'), icon: 'junk' as const, shortcut: '!', onPress: () => acts.move([row.id], 'junk') }]),
    ...(isSent ? [{ id: 'ask-removal', label: t('act.askRemoval'), icon: 'mail' as const, onPress: onAskRemoval }] : []),
    ...targets.map((target) => ({
      id: `to-${target.id}`, label: t('act.moveTo', { folder: target.name }), icon: 'folder' as const,
      onPress: () => acts.move([row.id], { folderId: target.id, name: target.name }),
    })),
  ]
  return (
    <div className="message-tools">
      {folder?.role !== 'archive' && <IconButton icon="archive" label={t('act.archive')} shortcut="e" onPress={() => acts.move([row.id], 'archive')} />}
      <IconButton icon="trash" label={inTrash ? t('act.destroy') : t('act.trash')} shortcut="Delete" onPress={onDelete} />
      <IconButton icon="flag" label={row.flagged ? t('act.unflag') : t('act.flag')} pressed={row.flagged} shortcut="s" onPress={() => acts.flag([row.id], 'flagged', !row.flagged)} />
      <Menu label={t('act.more')} trigger={<IconButton icon="more" label={t('act.more')} />} entries={entries} />
    </div>
  )
}
