import { step } from '../../migrate.ts'

/**
 * Messages whose large attachments were left on the server: what was cut out of their bytes, and the hash of the whole. With no cuts:
 * they came back, and when.
 */
export const leanRecords = step(60, 70, (database) => {
  database.exec(`
    CREATE TABLE lean_record (
      message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
      raw_hash BLOB NOT NULL,
      cuts TEXT NOT NULL,
      freed INTEGER NOT NULL,
      brought_back_at INTEGER
    ) STRICT;
  `)
})
