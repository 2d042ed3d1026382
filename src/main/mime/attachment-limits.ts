/** An attached document is unpacked up to this: a thousand pages; more is a bomb, and counts as unreadable. */
export const ATTACHMENT_TEXT_BYTES = 8 * 1_048_576

/** Attachments of one message whose text is looked at; the rest counts as unreadable. */
export const ATTACHMENTS_READ = 50

/** Names in an archive that are looked through: a document of Word has some twenty. */
export const ARCHIVE_ENTRIES = 2_000

/** Parts of a Word document that hold text: the document, its headers, footers, notes and comments. */
export const DOCUMENT_PARTS = 40
