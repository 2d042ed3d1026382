/** Limits of the practice's register, each with its reason. Units are in the names. */

/** A name, a function, a purpose: what fits a line or two on the screen. */
export const LINE_CHARS = 200

/** A reason, a consent reference, what a stranger may expect of an address: a paragraph. */
export const PARAGRAPH_CHARS = 2_000

/** Somebody's own name for an event, an invitation or a mailbox; random ones have 22 letters. */
export const ID_CHARS = 64

/** FM-06: seven times twenty-four hours. */
export const FM06_AGE_DAYS = 7

/** The norm's longest look back for other grants: more is no limit any more. */
export const GRANT_AGE_DAYS = 3_650

/** Ranks from the practice's owner down; three are usual. */
export const LOWEST_RANK = 99

/** A practice has 1 to 30 people, some with three workstations, and over the years locums come and go. */
export const SEALED_DEVICES = 500

/** Sealed for one device: a key, a password or a note of some paragraphs. */
export const SEALED_CHARS = 8_192

/** A shared mailbox has at most the whole practice for members. */
export const MAILBOX_MEMBERS = 500

/** Workstations that one person has had, all years together. */
export const CUT_DEVICES = 200

/** What one event may come to: a password sealed for a hundred workstations has 30,000 letters. */
export const EVENT_TEXT_CHARS = 131_072

/** Levels of an event within each other: those of today have seven at most; later versions may have more. */
export const EVENT_DEPTH = 32

/** A clock counts events: at a thousand a day, a million is three years that one workstation never saw. */
export const CLOCK_LEAP = 1_000_000

/** Where clocks end: with leaps of a million nobody gets there, and numbers stay exact far beyond. */
export const CLOCK_MOST = 2 ** 50

/** Chains longer than this are no practice's; sequence numbers stay exact. */
export const SEQUENCE_MOST = 2 ** 40

/** "Bas is answering" fades by itself when his workstation says nothing more; it says so again each minute. */
export const ANSWERING_MOST_MS = 15 * 60_000

/** Withdrawals that are weighed against each other in one go: more than this at once is no practice, and each costs a reading of the law. */
export const DECIDED_AT_ONCE = 50

/** Acts that one event tells: 200 come to 30,000 letters, a quarter of what an event may have. */
export const ACTS_AT_ONCE = 200

/** Between states that are kept to fold late events in from: folding so many anew takes some ten milliseconds, and what is said at once lies closer together. */
export const RUNG_EVENTS = 1_000
