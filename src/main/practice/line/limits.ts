/** Every limit of the register's line, each with its reason. Units are in the names; sizes are bytes. */

/** Of one message so much is fetched: an event sealed for a hundred workstations comes to some hundred thousand. What is longer is told of, and not read. */
export const REGISTER_MESSAGE_BYTES = 450_000

/** Of a longer message: its head, which says what it is. */
export const REGISTER_HEAD_BYTES = 4_096

/** Handed over at once: whoever checks the signatures and stores them is busy for some 20 ms. */
export const REGISTER_BATCH_MESSAGES = 100

/** From so many lacking messages a connection that only fetches is worth its login. */
export const REGISTER_BULK_FROM = 400

/** The register's folder is looked at afresh this often, whatever the server tells: a right that was taken away is only seen then. */
export const REGISTER_LOOK_MS = 60_000

/** A server without IDLE is asked this often: a colleague sees a claim within seconds, also there. */
export const REGISTER_POLL_MS = 3_000

/** An IDLE that ended within this was no rest: the next waits as long. */
export const SHORT_IDLE_MS = 500

/** The longest wait after a line that broke: a claim should not be unseen for minutes because a router was started anew. */
export const REGISTER_BACK_OFF_MAX_MS = 30_000

/** More messages than any practice writes in its life; a server that names more has lost its mind. */
export const REGISTER_MESSAGES_MAX = 5_000_000

/** Behind the @ of a Message-ID: never resolved, never mailed to; the same in every practice, so that what lies there is known. */
export const PRACTICE_DOMAIN = 'praktijkpost'
