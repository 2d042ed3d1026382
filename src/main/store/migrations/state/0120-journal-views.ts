import { step } from '../../migrate.ts'

/**
 * What the journal is looked up by, and what of it was filed with the practice: one row for each segment that left this workstation,
 * so that a journal that was shortened or put back shows against what the practice holds.
 */
export const journalViews = step(110, 120, (database) => {
  database.exec(`
    CREATE INDEX journal_at ON journal (at);
    CREATE INDEX journal_person ON journal (person);
    CREATE INDEX journal_on_behalf_of ON journal (on_behalf_of) WHERE on_behalf_of IS NOT NULL;
    CREATE INDEX journal_mailbox ON journal (mailbox) WHERE mailbox IS NOT NULL;
    CREATE INDEX journal_class ON journal (class);

    CREATE TABLE filed_segment (
      first INTEGER PRIMARY KEY CHECK (first > 0),
      last INTEGER NOT NULL UNIQUE CHECK (last >= first),
      -- Of the last entry, of the whole segment, and of the segment before it; in hexadecimal digits.
      head TEXT NOT NULL CHECK (length(head) = 64),
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      previous TEXT NOT NULL CHECK (length(previous) = 64),
      filed_at INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER filed_segment_stays BEFORE UPDATE ON filed_segment
      BEGIN SELECT raise(ABORT, 'what was filed stays'); END;
    CREATE TRIGGER filed_segment_is_kept BEFORE DELETE ON filed_segment
      BEGIN SELECT raise(ABORT, 'what was filed stays'); END;
  `)
})
