import { step } from '../../migrate.ts'

/**
 * The practice's register as this workstation has it: every event that was ever taken, its own keys, what still has to go to the
 * folder, what was found there that is no event, a snapshot to start from, and the highest time that was seen. Events are never
 * changed and never go.
 */
export const register = step(130, 140, (database) => {
  database.exec(`
    CREATE TABLE register_device (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      label TEXT NOT NULL,
      -- PKCS #8; this file is encrypted as a whole.
      sign_secret BLOB NOT NULL,
      seal_secret BLOB NOT NULL
    ) STRICT;

    CREATE TABLE register_event (
      place INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,
      text TEXT NOT NULL,
      key TEXT NOT NULL,
      signature TEXT NOT NULL,
      -- 0: of a later version; it is looked at anew by each program that opens this file.
      understood INTEGER NOT NULL CHECK (understood IN (0, 1))
    ) STRICT;
    CREATE TRIGGER register_is_not_changed BEFORE UPDATE ON register_event BEGIN SELECT RAISE(ABORT, 'the register is not changed'); END;
    CREATE TRIGGER register_is_not_shortened BEFORE DELETE ON register_event BEGIN SELECT RAISE(ABORT, 'the register is not shortened'); END;

    -- Stored before it is sent: it goes when the folder has it.
    CREATE TABLE register_outgoing (
      place INTEGER PRIMARY KEY REFERENCES register_event (place),
      sent_at INTEGER
    ) STRICT;
    CREATE INDEX register_to_send ON register_outgoing (place) WHERE sent_at IS NULL;

    CREATE TABLE register_wrong (
      hash TEXT PRIMARY KEY,
      because TEXT NOT NULL,
      seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE register_snapshot (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      -- The last event that it knows.
      place INTEGER NOT NULL,
      text TEXT NOT NULL,
      signature BLOB NOT NULL
    ) STRICT;

    CREATE TABLE register_time (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      highest INTEGER NOT NULL
    ) STRICT;
  `)
})
