import { step } from '../../migrate.ts'

/**
 * The snapshot of a manager that this workstation started from, while it reads everything itself; which snapshots were compared with
 * the events that they name; and those that were signed here and are on their way to the register's folder.
 */
export const registerStart = step(230, 240, (database) => {
  database.exec(`
    CREATE TABLE register_start (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      event TEXT NOT NULL,
      content BLOB NOT NULL
    ) STRICT;
    CREATE TABLE register_compared (
      event TEXT PRIMARY KEY,
      agrees INTEGER NOT NULL CHECK (agrees IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshot_outgoing (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `)
})
