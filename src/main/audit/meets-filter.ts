import type { JournalFilter, ReadEntry } from './read-journal.ts'

/** Whether an entry that is in no table is one of those asked for. */
export const meetsFilter = (entry: ReadEntry, { patient, person, onBehalfOf, mailbox, messageId, classes, from, to }: JournalFilter): boolean =>
  (patient === undefined || entry.patient === patient) && (person === undefined || entry.person === person) && (onBehalfOf === undefined || entry.onBehalfOf === onBehalfOf) &&
  (mailbox === undefined || entry.mailbox === mailbox) && (messageId === undefined || entry.messageId === messageId) && (classes === undefined || classes.includes(entry.class)) &&
  (from === undefined || entry.at >= from) && (to === undefined || entry.at < to)
