import { step } from '../../migrate.ts'

/**
 * Where the practice's register is and how this workstation stands to it: one line or none. `places` are the numbers of the
 * messages in its folder that were taken already, as IMAP writes sets, under `uid_validity`.
 */
export const practiceHome = step(120, 130, (database) => {
  database.exec(`
    CREATE TABLE practice_home (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      stage TEXT NOT NULL CHECK (stage IN ('founding', 'joining', 'member', 'ended')),
      account_id TEXT NOT NULL,
      folder TEXT NOT NULL,
      name TEXT NOT NULL,
      -- The founding event that was pinned; null until somebody's founding was read back.
      root TEXT,
      -- What an invitation left to do here, as JSON; null once it is done.
      joining TEXT,
      ended_because TEXT CHECK (ended_because IN ('revoked', 'ended')),
      uid_validity INTEGER,
      places TEXT NOT NULL DEFAULT ''
    ) STRICT;
  `)
})
