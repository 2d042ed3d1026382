import { step } from '../../migrate.ts'

/** No reference to the account: its removal takes no draft along. What lies in the blob area is named here and nowhere else. */
export const drafts = step(30, 40, (database) => {
  database.exec(`
    CREATE TABLE draft (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('new', 'reply', 'reply-all', 'forward')),
      account_id TEXT NOT NULL,
      source_message_id INTEGER,
      in_reply_to TEXT,
      reference_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reference_ids)),
      fields TEXT NOT NULL CHECK (json_valid(fields)),
      quote_html TEXT,
      created_at INTEGER NOT NULL,
      saved_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE draft_attachment (
      id TEXT PRIMARY KEY,
      draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
      blob_id TEXT NOT NULL,
      complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1))
    ) STRICT;
    CREATE INDEX draft_attachment_of ON draft_attachment (draft_id, position);

    -- What may lie in the server's folder for drafts; outlives its draft until it is taken away there.
    CREATE TABLE draft_copy (
      message_id TEXT PRIMARY KEY,
      draft_id TEXT NOT NULL,
      revision INTEGER NOT NULL,
      account_id TEXT NOT NULL,
      uploaded INTEGER NOT NULL DEFAULT 0 CHECK (uploaded IN (0, 1))
    ) STRICT;
    CREATE INDEX draft_copy_of ON draft_copy (draft_id);
  `)
})
