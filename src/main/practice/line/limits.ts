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

/** A register that is no longer than this is read and verified whole in a second: only a longer one is started from a snapshot. */
export const NEWEST_FROM = 4_000

/** So many of the newest are fetched at once to find a snapshot among them: a quarter of what managers leave between two. */
export const NEWEST_AT_ONCE = 250

/** Further back than this no snapshot is looked for: reading the whole then takes little longer. */
export const NEWEST_AT_MOST = 6_000

/** So many before the snapshot are read with it: a colleague's event may have come in while it was being written. */
export const NEWEST_MARGIN = 100

/** A snapshot in the folder: a hundred thousand events come to two million bytes there. */
export const SNAPSHOT_MESSAGE_BYTES = 20_000_000

/** A part of a journal in the folder: a thousand entries come to a million bytes there, some with long lists of recipients to a few. */
export const FILED_MESSAGE_BYTES = 8_000_000

/** Parts that no workstation said it filed, such as those handed in after its end; whoever fills the folder with more is named, and read no further. */
export const FILED_UNSAID_MOST = 500
