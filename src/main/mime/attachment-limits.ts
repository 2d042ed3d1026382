/** An attached document is unpacked up to this: a thousand pages; more is a bomb, and counts as unreadable. */
export const ATTACHMENT_TEXT_BYTES = 8 * 1_048_576

/** Attachments of one message whose text is looked at; the rest counts as unreadable. */
export const ATTACHMENTS_READ = 50

/** Names in an archive that are looked through: a document of Word has some twenty. */
export const ARCHIVE_ENTRIES = 2_000

/** Parts of a Word document that hold text: the document, its headers, footers, notes and comments. */
export const DOCUMENT_PARTS = 40

/** A letter with scanned pages in it; a longer PDF is pictures, and is not opened. */
export const PDF_BYTES = 16 * 1_048_576

/** Pages of one PDF: a whole record printed out. What lies beyond them is not read, and the file counts as unreadable. */
export const PDF_PAGES = 100

/** Text of one PDF: as much as detection looks at in a whole message. */
export const PDF_CHARS = 600_000

/** For the index pages are read for as long as there is time; a thousand are a book. */
export const PDF_SEARCHED_PAGES = 1_000
