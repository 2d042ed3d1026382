/** Attachments from this size on are worth leaving on the server: nine tenths of the bytes, and a tenth of the attachments. */
export const LEAN_PART_BYTES = 65_536
