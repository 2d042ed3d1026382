/** From so many lacking messages a second session and a thread of its own are worth their start (a fifth of a second). */
export const BULK_FROM_MESSAGES = 150

/** Messages asked for at once: an act of the person waits for those that are under way, some tenths of a second. */
export const BULK_REQUEST_MESSAGES = 100

/** Requests under way: while one is read the next is on its way and the one after that is on the server's desk. */
export const BULK_REQUESTS = 3

/** Raw bytes whose rows are written in one transaction, some 150 ms: with fewer transactions fewer pages are written twice, and the index has less to merge. */
export const BULK_HAND_OVER_BYTES = 24 * 1_048_576

/** Handed over and not yet stored: while one is being stored the next is ready. */
export const BULK_HANDED_OVER = 2

/** Raw bytes that were read and sealed and wait to be handed over; what is kept of them in memory is their text. Then the line waits. */
export const BULK_WAITING_BYTES = 48 * 1_048_576

/** After it failed (a server that allows one session, a line that broke) the ordinary session goes on alone for this long. */
export const BULK_REST_MS = 60_000
