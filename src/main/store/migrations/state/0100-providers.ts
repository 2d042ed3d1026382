import { step } from '../../migrate.ts'

/**
 * The provider of each account (norm.md section 13) with what set-up asked, as JSON; an account without a row sends ordinary mail.
 * `digest` names these very settings: a test that was sent with others proves nothing of them (PV-05). `practice_rules` is one row:
 * what the practice decided about routes (R11, DT-2, RT-22).
 */
export const providers = step(90, 100, (database) => {
  database.exec(`
    CREATE TABLE account_provider (
      account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      profile TEXT NOT NULL,
      settings TEXT NOT NULL CHECK (json_valid(settings)),
      digest TEXT NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE provider_test (
      id TEXT PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      digest TEXT NOT NULL,
      reader TEXT NOT NULL,
      message_id TEXT NOT NULL,
      sent_by TEXT NOT NULL,
      sent_at INTEGER NOT NULL,
      saw TEXT CHECK (saw IN ('code', 'direct', 'no-code', 'ordinary', 'nothing')),
      seen_by TEXT,
      seen_at INTEGER,
      CHECK ((saw IS NULL) = (seen_at IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX provider_test_account ON provider_test (account_id, sent_at);

    CREATE TABLE practice_rules (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      rules TEXT NOT NULL CHECK (json_valid(rules))
    ) STRICT;
  `)
})
