/** A journal that nobody looks in any more closes: long enough to read an entry and go back to the list, short enough to be left alone. */
export const LOG_OPEN_MS = 5 * 60_000

/** Entries whose chain is checked in one go: about ten milliseconds of the main thread, then others have their turn. */
export const CHAIN_AT_ONCE = 1_000

/** As often the screen hears how far the check is. */
export const CHAIN_TOLD_EVERY = 20

/** Of an export over the wire: some thirty megabytes. The terminal has no such bound. */
export const EXPORT_MOST = 50_000

/** R4: who may see what in a shared mailbox is checked by its log every quarter. */
export const CHECK_EVERY_MS = 92 * 86_400_000
