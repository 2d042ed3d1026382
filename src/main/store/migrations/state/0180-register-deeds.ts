import { step } from '../../migrate.ts'

/**
 * What was done with messages, found by message and by mailbox; what was done here and not yet told to the others; and up to when
 * the person has seen who opened their mail.
 */
export const registerDeeds = step(170, 180, (database) => {
  database.exec(`
    CREATE TABLE register_deed (
      -- The event that tells of it.
      place INTEGER NOT NULL REFERENCES register_event (place),
      mailbox TEXT NOT NULL,
      message TEXT NOT NULL,
      act TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX register_deed_message ON register_deed (message);
    CREATE INDEX register_deed_mailbox ON register_deed (mailbox, at);
    CREATE INDEX register_deed_place ON register_deed (place);

    CREATE TABLE deed_outgoing (
      id INTEGER PRIMARY KEY,
      mailbox TEXT NOT NULL,
      message TEXT NOT NULL,
      act TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE deeds_seen (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at INTEGER NOT NULL
    ) STRICT;
  `)
})
