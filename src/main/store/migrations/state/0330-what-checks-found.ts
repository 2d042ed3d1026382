import { step } from '../../migrate.ts'

/**
 * What came of a look through the stores, so that it can be said later. `faults`: the messages that could not be read, by account.
 * `state_check`: the last look at this database (`at`), whether its second copy held then, and when that took its place (`mended_at`).
 * `source`: what was put back, a backup or the second copy but for its last moment.
 */
export const whatChecksFound = step(320, 330, (database) => {
  database.exec(`
    ALTER TABLE store_check ADD COLUMN faults TEXT NOT NULL DEFAULT '{}';
    CREATE TABLE state_check (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at INTEGER,
      twin TEXT NOT NULL DEFAULT 'unknown' CHECK (twin IN ('whole', 'damaged', 'unknown')),
      mended_at INTEGER
    ) STRICT;
    ALTER TABLE restored_state ADD COLUMN source TEXT NOT NULL DEFAULT 'backup' CHECK (source IN ('backup', 'twin'));
  `)
})
