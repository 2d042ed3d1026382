/** A working day that is lost at most; whoever comes in the morning has one of yesterday. */
export const BACKUP_EVERY_MS = 24 * 60 * 60_000

/** A week: damage that nobody met over a long weekend leaves whole ones, and what was deleted is not kept for longer. */
export const BACKUPS_KEPT = 7

/** What a restore put aside stays this long: time for somebody to miss what was in it and to ask for help. */
export const ASIDE_KEPT_MS = 30 * 24 * 60 * 60_000
