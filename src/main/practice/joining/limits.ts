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
