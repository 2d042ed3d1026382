/** Every limit and deadline of the product, each with its reason. Units are in the names; sizes are bytes. */

// Vault

/** A desk that is left alone in a busy practice: long enough for a consultation, short enough for a passer-by. */
export const IDLE_LOCK_MS = 15 * 60_000

// Sending

/** Undo send (issue 3 H): the first ten seconds of the queue. */
export const UNDO_SEND_MS = 10_000

// Reading

/** Rows shown before anything else is fetched (issue 3 E): a screenful with room to scroll. */
export const FIRST_ROWS = 50
