/** LOG-03: entries of a log are kept for at least five years from when they were written; sealed ones that no server took are no exception. */
export const KEPT_LOG_MS = 5 * 366 * 24 * 60 * 60_000

/** Who leaves waits so long for the folder to take the last of their log: some segments are there in a second or two, and what is not by then is kept as files. */
export const LEAVING_FILING_MS = 10_000

/** A manager who leaves waits so long after their word was read back: another who leaves at the same moment, on a line that polls, is heard by then, and one of the two stays. */
export const LEAVING_SETTLED_MS = 15_000

/** How often it is looked whether it has arrived: soon enough that nobody notices, and each look is a few counts in the store. */
export const LEAVING_LOOK_MS = 200

/** Entries of all workstations that are looked through at once: some 200 MB of memory. Five workstations write that many in a year; of more a shorter period is chosen, or the terminal. Parts that nobody said they filed may double it. */
export const GATHERED_MOST = 250_000

/** The message with a part of a journal comes after the event that names it; one that is not there a day later was never put there, or was taken away. */
export const FILED_ON_ITS_WAY_MS = 24 * 60 * 60_000
