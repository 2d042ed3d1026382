import { step } from '../../migrate.ts'

/**
 * What was found of a message when it was received (IN-11). It must outlive the copy of the mail, so it hangs on the message's
 * own bytes: `digest` is SHA-256 over the receiving address and the raw message. `reasons` and `evidence` are JSON.
 * `receiving` holds what is known of an account's incoming server, as JSON.
 */
export const verdicts = step(60, 70, (database) => {
  database.exec(`
    CREATE TABLE verdict (
      digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
      state TEXT NOT NULL,
      norm_row TEXT NOT NULL,
      from_domain TEXT NOT NULL,
      nta_status TEXT,
      received_at INTEGER NOT NULL,
      assessed_at INTEGER NOT NULL,
      reasons TEXT NOT NULL CHECK (json_valid(reasons)),
      evidence TEXT NOT NULL CHECK (json_valid(evidence))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX verdict_ready ON verdict (from_domain) WHERE nta_status = 'ready';
    CREATE TRIGGER verdict_frozen BEFORE UPDATE ON verdict BEGIN
      SELECT RAISE(ABORT, 'a verdict is frozen at receipt');
    END;

    CREATE TABLE receiving (
      account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      facts TEXT NOT NULL CHECK (json_valid(facts))
    ) STRICT, WITHOUT ROWID;
  `)
})
