import { step } from '../../migrate.ts'

/** The journal's last entry from before this workstation left a practice: what is not filed of it by then is filed with no other. */
export const filingFloor = step(210, 220, (database) => {
  database.exec('CREATE TABLE filing_floor (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL CHECK (last >= 0)) STRICT;')
})
