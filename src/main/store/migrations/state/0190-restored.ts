import { step } from '../../migrate.ts'

/**
 * That this file was put back from a backup: at most once, the last time. `held` deliveries wait for a person; `must_read`: the
 * register's folder was not read since; `seen`: somebody was told.
 */
export const restored = step(180, 190, (database) => {
  database.exec(`
    CREATE TABLE restored_state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at INTEGER NOT NULL,
      backup_at INTEGER NOT NULL,
      held INTEGER NOT NULL,
      must_read INTEGER NOT NULL CHECK (must_read IN (0, 1)),
      seen INTEGER NOT NULL CHECK (seen IN (0, 1))
    ) STRICT;
  `)
})
