/** Every limit of fetching in bulk, each with its reason. Units are in the names; sizes are bytes. */

/** TLS hands over 16 KB at most at a time (RFC 8446 section 5.1), and an upgrade in clear text needs no more. */
export const READ_ROOM_BYTES = 65_536

/** The text of one answer without its literals: the longest that an honest server sends is the list of a folder's keywords. */
export const ANSWER_LINE_BYTES = 1_048_576

/** Literals of one answer that are no message: items that nobody asked for, and a folder's name. */
export const OTHER_LITERALS_BYTES = 65_536

/** Combinations of flags remembered, so that messages share them; a mailbox has a few dozen. */
export const FLAG_SETS_KEPT = 1_000

/** Answers before a command ends: a colleague who empties a large folder meanwhile gives a line for each message in it. More is a server that never ends. */
export const ANSWERS_BEFORE_END = 4_000_000
