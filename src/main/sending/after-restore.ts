import type { Database } from '../store/store.ts'

/**
 * After going back to an older outbox: whatever had not been sent then may have been sent since. It is held until a person, or the
 * copy among sent mail, says which; nothing of it goes by itself. In the caller's transaction; says how many.
 */
export const holdAfterRestore = (db: Database, now: number): number =>
  db.prepare(`UPDATE delivery SET state = 'held-unclear', since = ?, due_at = NULL, problem = NULL, code = NULL, end_noted = 1 WHERE state NOT IN ('sent', 'held-unclear')`)
    .run(now).changes
