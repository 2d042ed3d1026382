import { step } from '../../migrate.ts'

/** What the last look through the copy of the mail found: one row or none. `fetched_again` messages could not be read and came once more. */
export const storeChecks = step(190, 200, (database) => {
  database.exec(`
    CREATE TABLE store_check (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at INTEGER NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      fetched_again INTEGER NOT NULL,
      mail TEXT NOT NULL CHECK (mail IN ('whole', 'damaged'))
    ) STRICT;
  `)
})
