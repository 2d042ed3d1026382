import type { PlainTextKey } from '../../../shared/text/table.ts'

const words: Readonly<Record<string, PlainTextKey>> = {
  'no-right': 'fail.noRight', 'folder-gone': 'fail.folderGone', 'disk-full': 'fail.diskFull', 'no-such-message': 'fail.messageGone',
  'not-in-trash': 'fail.notInTrash', 'too-late': 'fail.tooLate', unreachable: 'fail.unreachable', locked: 'fail.locked',
  'no-account': 'fail.noAccount', 'not-here-yet': 'fail.notHereYet', 'no-such-draft': 'fail.draftGone', 'no-such-item': 'fail.itemGone', 'no-such-report': 'fail.itemGone',
  'stale-revision': 'fail.staleRevision', 'no-recipients': 'fail.noRecipients', 'not-an-address': 'fail.notAnAddress', 'too-many-recipients': 'fail.tooManyRecipients', 'too-long': 'fail.tooLong',
  'attachment-incomplete': 'fail.attachmentIncomplete', 'too-large': 'fail.tooLarge', 'journal-unwritable': 'fail.journal',
  'nothing-to-retry': 'fail.nothingToRetry', 'not-unclear': 'fail.notUnclear', 'no-such-part': 'fail.noSuchPart', 'server-refused': 'fail.serverRefused',
  'on-server': 'fail.onServer', 'gone-from-server': 'fail.goneFromServer', 'differs-from-server': 'fail.differsFromServer',
  'not-allowed': 'fail.notAllowed', 'not-sent': 'fail.notSent', 'file-unreadable': 'fail.fileUnreadable',
}

/** What went wrong and what it means, in one sentence. What has no sentence of its own is a fault of ours, and says so. */
export const failWords = (fail: string): PlainTextKey => words[fail] ?? 'fail.internal'
