/** Looked at in one message, attachments included: 300 pages, some hundred milliseconds; what lies beyond counts as unreadable. */
export const DETECTED_CHARS = 600_000

/** Words of which it is remembered what the lists say of them, some 4 MB: more than a practice writes in a day. */
export const REMEMBERED_WORDS = 20_000

/** One case of the `detect` command: a long mail with its quotes; a longer line is refused by name, not kept. */
export const DETECT_CASE_CHARS = 8 * 1_048_576
