/** Every limit of opening attachments for the index, each with its reason. Units are in the names. */

/** Unlocking, connecting and the first rows come first. */
export const FIRST_OPENING_MS = 3_000

/** What could not be opened may have met a busy machine or a disk in use: it is tried again another day. */
export const OPENING_AGAIN_MS = 86_400_000

/** After each message the background rests so many times as long as it worked: a quarter of one processor. */
export const OPENING_PAUSES = 3

/** Longest rest: one slow document must not hold up the others for minutes. */
export const OPENING_PAUSE_MAX_MS = 5_000

/** Beyond this no further document of the same message is begun. */
export const OPEN_DOCUMENTS_MS = 15_000

/** Pages of one PDF are read for as long as this; less than the patience that ends the thread, so that what was read is kept. */
export const PDF_WORDS_MS = 5_000

/** A message that takes longer was made to: the thread is ended, and the message is tried again another day. */
export const OPEN_MESSAGE_MS = 30_000

/** The largest message as bytes lies outside of this; its texts, twice, lie within. */
export const OPENING_MEMORY_MB = 192

/** Ready for the next message for so long; then the thread and its memory go. */
export const OPENING_IDLE_MS = 10_000
