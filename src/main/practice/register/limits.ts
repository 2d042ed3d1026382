/** Limits of keeping the register, each with its reason. Units are in the names; sizes are bytes. */

/** Body of a message with one event: its text of at most 131,072 letters, twice as long when every letter is escaped, and two keys. */
export const EVENT_BODY_BYTES = 300_000

/** A message of the folder, base64 and with its head. Longer ones are no events. */
export const EVENT_MESSAGE_BYTES = 450_000

/** Keys of authors that are kept as they were read: a practice has a hundred, and strangers must not fill the memory. */
export const KEYS_KEPT = 500

/** Of messages that are no events so many are remembered: enough to see that something is wrong. */
export const WRONG_KEPT = 1_000

/** A new snapshot is worth its tenth of a second when so many events came since the last: reading them again takes about as long. */
export const SNAPSHOT_EVERY = 2_000

/** A clock may be this far behind what was seen before, or before what a server says: clocks are set right by some minutes now and then. */
export const CLOCK_BACK_MS = 5 * 60_000

/** How often the highest time seen is written down. */
export const FLOOR_EVERY_MS = 60_000

/** Of what was done with a message, or in a mailbox, the latest so many are shown: more is for the log. */
export const DEEDS_SHOWN = 500

/** A register that is no longer than this is folded anew at once where that is needed: it takes some ten milliseconds. A longer one is folded in between. */
export const REFOLD_AT_ONCE = 1_000

/** At a stretch of folding between: with what a step takes beyond it, an answer never waits much longer than a frame of the screen. */
export const REFOLD_SLICE_MS = 5

/** A manager signs a new snapshot when so many events came since the last: reading and verifying as many takes a new workstation a sixth of a second. */
export const SIGNED_SNAPSHOT_EVERY = 1_000

/** Signatures that are given to the other cores in one go: enough for all of them, and a file that is read meanwhile waits a few milliseconds. */
export const VERIFIED_AT_ONCE = 64

/** A snapshot as text, unpacked: a hundred thousand events come to five million letters, so this is the register of a century. What unpacks to more is no snapshot. */
export const SNAPSHOT_TEXT_BYTES = 64_000_000
