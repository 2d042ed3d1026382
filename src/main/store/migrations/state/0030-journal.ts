import { step } from '../../migrate.ts'

/**
 * The journal of norm.md section 11: it only grows (LOG-02). The triggers stop mistakes; what goes around them shows in the chain
 * of hashes. AUTOINCREMENT remembers the highest number ever given, so that an end that was cut off shows as well.
 */
export const journal = step(20, 30, (database) => {
  database.exec(`
    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      class TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'refused')),
      reason TEXT,
      at INTEGER NOT NULL,
      offset_minutes INTEGER NOT NULL,
      person TEXT NOT NULL,
      role TEXT,
      on_behalf_of TEXT,
      device TEXT NOT NULL,
      factor TEXT,
      factor_at INTEGER,
      app_version TEXT NOT NULL,
      rule_version TEXT,
      mailbox TEXT,
      message_id TEXT,
      patient TEXT,
      detail TEXT NOT NULL,
      previous BLOB NOT NULL CHECK (length(previous) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;

    CREATE INDEX journal_message ON journal (message_id) WHERE message_id IS NOT NULL;
    CREATE INDEX journal_patient ON journal (patient) WHERE patient IS NOT NULL;

    CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
      BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
    CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
      BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
    -- INSERT OR REPLACE would delete without asking the trigger above.
    CREATE TRIGGER journal_is_not_replaced BEFORE INSERT ON journal
      WHEN EXISTS (SELECT 1 FROM journal WHERE sequence >= new.sequence)
      BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
  `)
})
