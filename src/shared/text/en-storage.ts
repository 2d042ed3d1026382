import type { nlStorage } from './nl-storage.ts'
import type { TextTable } from './text.ts'

/** English texts of what is kept on this computer. */
export const enStorage: TextTable<typeof nlStorage> = {
  'settings.storage': 'Storage',
  'storage.mail': 'Your mail on this computer',
  'storage.neverChecked': 'Every week Praktijkpost checks by itself whether all mail here is still whole. That has not happened yet.',
  'storage.checked': { one: 'Last checked: {when}, 1 message.', other: 'Last checked: {when}, {count} messages.' },
  'storage.allWhole': 'All of it was whole.',
  'storage.fetchedAgain': { one: '1 message was damaged and has been fetched again.', other: '{count} messages were damaged and have been fetched again.' },
  'storage.copyDamaged': 'The copy of your mail on this computer is damaged',
  'storage.copyDamagedMeans': 'Your mail is still on the server. Lock Praktijkpost and open it again: then you can have everything fetched again.',
  'storage.mailboxes': 'Mailboxes',
  'storage.notCompared': 'Not yet compared with the server.',
  'storage.compared': { one: 'Compared with the server: {when}, 1 message.', other: 'Compared with the server: {when}, {count} messages.' },
  'storage.comparedAnew': { one: '1 message was different on the server and has been fetched again.', other: '{count} messages were different on the server and have been fetched again.' },
  'storage.untrue': {
    one: 'Of 1 message the server names another length than it gives. The message is whole; the fault is the server’s.',
    other: 'Of {count} messages the server names another length than it gives. The messages are whole; the fault is the server’s.',
  },
  'storage.anew': 'Fetch again',
  'storage.anewTitle': 'Fetch all mail of {address} again?',
  'storage.anewMeans': 'The copy on this computer goes, and all mail comes from the server again. For a large mailbox that takes a while. Your drafts, your outbox and what still has to reach the server stay.',
  'storage.anewBegun': 'The mail is being fetched again.',
  'storage.anewOffline': 'Fetching again needs a connection with the server.',
  'storage.backups': 'Backups',
  'storage.backupsAre': 'Every day Praktijkpost makes an encrypted backup of your settings, drafts, outbox and journal, on this computer.',
  'storage.noBackup': 'There is none yet.',
  'storage.newest': { one: 'Latest: {when}.', other: 'Latest: {when}. We keep {count}.' },
  'storage.backupNoRoom': 'The last backup could not be made: the disk is full',
  'storage.backupNoRoomMeans': 'Make room on this computer. The earlier backups are still there.',
  'storage.stateDamaged': 'Something is damaged in your settings, drafts or journal',
  'storage.stateDamagedMeans': 'The earlier backups were kept. Ask your administrator to put one back.',
  'storage.checkNow': 'Check everything now',
  'storage.checking': 'Checking…',
  'storage.restored': 'The backup of {when} was put back',
  'storage.restoredMeans': 'What you changed after it may be missing. Drafts that you sent after it may be there again.',
  'storage.restoredHeld': {
    one: '1 message in your outbox may have been sent already. It does not go by itself: say there whether it arrived.',
    other: '{count} messages in your outbox may have been sent already. They do not go by themselves: say there whether they arrived.',
  },
  'storage.restoredSeen': 'Understood',
}
