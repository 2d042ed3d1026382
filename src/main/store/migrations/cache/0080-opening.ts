import { step } from '../../migrate.ts'

/**
 * Messages whose attachments were begun to be opened and did not come to an end yet: how often, and when it may be tried again (ms
 * since 1970). A row outlives the program, so that a document that takes the program down does not do so at every start.
 */
export const opening = step(70, 80, (database) => {
  database.exec(`
    CREATE TABLE opening (
      message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
      tries INTEGER NOT NULL,
      not_before INTEGER NOT NULL
    ) STRICT;
  `)
})
