/** Every limit of looking for health information while somebody writes, each with its reason. Units are in the names. */

/** A PDF of a hundred pages takes a second or two here; one that takes longer was made to, and counts as unreadable. */
export const PDF_MS = 8_000

/** Opening PDF takes 100 ms to get ready and some 40 MB: kept for the next attachment, not for the day. */
export const PDF_IDLE_MS = 30_000

/** Letters of a PDF are small beside its pictures, which are not decoded; a bomb is cut off here. */
export const PDF_MEMORY_MB = 256

/** What a page unpacks to lies outside the memory that a thread can be limited to: while one PDF is open the program may grow by this, looked at so often. */
export const PDF_GROWTH_BYTES = 400_000_000
export const PDF_GROWTH_LOOK_MS = 100

/** A draft with its attachments is looked at within this, also on a slow disk; beyond it the thread is ended. */
export const DETECT_MS = 30_000

/** Twice what detection looks at, and the terms. */
export const DETECT_MEMORY_MB = 256

/** Letters of attachments kept in memory, so that typing does not open them again: ten messages of the longest kind. */
export const KEPT_TEXT_CHARS = 6_000_000

/** Answers kept: the drafts that a person has open, and a few before them. */
export const KEPT_DETECTIONS = 16
