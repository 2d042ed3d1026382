/** Limits of handing mail over beside those that the whole program shares, each with its reason. Units are in the names. */

/** However far the next moment is, the clock is looked at again: it may have been set, or the computer have slept, and timers know of neither. */
export const CLOCK_LOOK_MS = 60_000

/** A header that gets a marker is read whole: with six hundred recipients and their names ours stays under 200 KB. */
export const MARKED_HEADER_BYTES = 1_048_576
