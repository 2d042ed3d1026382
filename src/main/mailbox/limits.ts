/** Attachments from this size on are worth leaving on the server: nine tenths of the bytes, and a tenth of the attachments. */
export const LEAN_PART_BYTES = 65_536

/** Messages from which attachments leave this disk in one step are together no longer than this, or there is one: an act of the person waits for it. */
export const SPARED_AT_ONCE_BYTES = 16 * 1_048_576

/** Attachments that could not be opened so many times, on different days, are left as they are: they are not in the index, and stay on this disk. */
export const OPENING_TRIES = 4
