/** Every limit of joining, each with its reason. */

/** 128 bits: nobody guesses it from what the register shows of it, and it fits a code that can be typed. */
export const SECRET_BYTES = 16

/** Of the founding event's hash, in a code that is typed: nobody makes another practice that begins the same. */
export const ROOT_START_BYTES = 16

/** An invitation is a page of text with one certificate; a request less. More is no file of ours. */
export const JOINING_TEXT_CHARS = 100_000

/** Three working days around a weekend; a colleague who starts later gets a new one. */
export const INVITATION_DAYS = 7

/** Of a word list of 2,048 each word says 11 bits: six words say 66, too many to make keys until they fit. */
export const WORD_COUNT = 6
export const WORD_LIST_LENGTH = 2_048

/** A request is some 700 bytes; its text may be 4,000 letters. A message that is longer is none, however much white space it has. */
export const JOIN_REQUEST_BYTES = 10_000

/** Kept of those with one and the same secret: whoever starts over on a new computer asks two or three times, and each of them can be the one that is let in. */
export const REQUESTS_PER_INVITATION = 5

/** Kept of what waits for a decision: forty people who all start over, and more than anybody looks through. Whoever may append to the folder could else fill the disk. */
export const REQUESTS_KEPT = 200

/** Of those that had to go for lack of room so many are named, the latest: enough to see that there were too many, and whose. */
export const REQUESTS_CROWDED_OUT_NAMED = 5

/** Of those that were decided about only the hash is kept, so that they do not ask again when the folder is numbered anew: some hundred bytes each, and a person decides about few in a year. */
export const REQUESTS_DECIDED_KEPT = 2_000
