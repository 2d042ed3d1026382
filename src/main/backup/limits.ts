/** A working day that is lost at most; whoever comes in the morning has one of yesterday. */
export const BACKUP_EVERY_MS = 24 * 60 * 60_000

/** A week: damage that nobody met over a long weekend leaves whole ones, and what was deleted is not kept for longer. */
export const BACKUPS_KEPT = 7

/** What a restore put aside stays this long: time for somebody to miss what was in it and to ask for help. */
export const ASIDE_KEPT_MS = 30 * 24 * 60 * 60_000

/** The twin of `state.db` is behind by this at most; together, since each following costs a write to the disk. */
export const TWIN_FOLLOW_MS = 1_000

/** The logs are folded once nothing was changed for so long: nothing lies in them while nobody works. */
export const TWIN_QUIET_MS = 10_000

/** Or once they are so long: what SQLite does by itself at 16 MB, in smaller steps for the thread that answers. */
export const TWIN_FOLD_BYTES = 8 * 1_048_576

/** Where there was no room for one: room comes back without telling. */
export const TWIN_RETRY_MS = 10 * 60_000
