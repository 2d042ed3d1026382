/** The copy of all mail on this workstation: one writer (in the sync thread), readers in as many threads as need it. */
export { MailboxReader, openMailboxReader } from './reader.ts'
export type { MessageHeader, MessagePlace, OpenReaderOutcome, RawOutcome, ReaderOptions, Unassessed } from './reader.ts'
export { MailboxWriter, openMailboxWriter } from './writer.ts'
export type { FlagChange, FoundVerdict, Located, OpenWriterOutcome, WriterOptions } from './writer.ts'
export type { FolderProgress, FolderState, ServerFolder } from './folder-table.ts'
export type { NewMessage } from './message-table.ts'
export type { Settled } from './pending-changes.ts'
export { copiesAside, removeCopiesAside, setCopyAside } from './copy-aside.ts'
