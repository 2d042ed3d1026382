/** LOG-03: entries of a log are kept for at least five years from when they were written; sealed ones that no server took are no exception. */
export const KEPT_LOG_MS = 5 * 366 * 24 * 60 * 60_000
