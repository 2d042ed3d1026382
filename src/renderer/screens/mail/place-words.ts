import type { Folder, FolderRole } from '../../../shared/contract/mail.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import { sharedLabel } from '../frame/place.ts'

const roleWords: Partial<Record<FolderRole, PlainTextKey>> = {
  inbox: 'folder.inbox', drafts: 'folder.drafts', sent: 'folder.sent', archive: 'folder.archive', junk: 'folder.junk', trash: 'folder.trash',
}

/** What a folder is called everywhere on the screen: one's own standing folders in our words, the rest as they are named. */
export function folderLabel(folder: Folder, t: Translate): string {
  if (folder.shared) return sharedLabel(folder)
  const key = roleWords[folder.role]
  return key === undefined ? folder.name : t(key)
}

/** What an empty folder says. */
export function emptyWords(folder: Folder | undefined): { icon: 'inbox' | 'archive' | 'trash' | 'folder'; title: PlainTextKey; text?: PlainTextKey } {
  switch (folder?.role) {
    case 'inbox': return { icon: 'inbox', title: 'empty.inbox', text: 'empty.inboxText' }
    case 'archive': return { icon: 'archive', title: 'empty.archive', text: 'empty.archiveText' }
    case 'trash': return { icon: 'trash', title: 'empty.trash' }
    case 'all': case 'drafts': case 'junk': case 'none': case 'sent': case undefined: return { icon: 'folder', title: 'empty.folder' }
  }
}
