import { step } from '../../migrate.ts'

/** What lies in the register's folder besides its events, and where they lie. */
export const registerFolder = step(140, 150, (database) => {
  database.exec(`
    -- The number under which an event was seen, so that it can be named when it has gone.
    CREATE TABLE register_place (uid INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT;
    -- Events that were taken out of the folder: put back, and told to the manager.
    CREATE TABLE register_gone (hash TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    -- Workstations that ask to join; turned down ones are kept, so that they do not ask again by being fetched again.
    CREATE TABLE join_request (hash TEXT PRIMARY KEY, body BLOB NOT NULL, seen_at INTEGER NOT NULL, dropped INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
  `)
})
