import { step } from '../../migrate.ts'

/**
 * A message on its way (`outgoing`, its exact bytes in the blob area) and its deliveries: one for the recipients that share a
 * route and may see each other, one for everybody else. No reference to the account: its removal takes no mail along.
 */
export const outbox = step(40, 50, (database) => {
  database.exec(`
    CREATE TABLE outgoing (
      id TEXT PRIMARY KEY,
      account_id TEXT NOT NULL,
      message_id TEXT NOT NULL UNIQUE,
      sender TEXT NOT NULL,
      subject TEXT NOT NULL,
      -- The draft as it was, so that it can be taken back.
      manuscript TEXT NOT NULL CHECK (json_valid(manuscript)),
      blob_id TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      mime_hash TEXT NOT NULL,
      attachment_count INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      -- The copy in the folder for sent mail.
      copy TEXT NOT NULL DEFAULT 'none' CHECK (copy IN ('none', 'due', 'made'))
    ) STRICT;

    CREATE TABLE delivery (
      id TEXT PRIMARY KEY,
      outgoing_id TEXT NOT NULL REFERENCES outgoing (id),
      position INTEGER NOT NULL,
      recipients TEXT NOT NULL CHECK (json_valid(recipients)),
      state TEXT NOT NULL CHECK (state IN ('undo', 'queued', 'sending', 'waiting', 'held-no-route', 'held-unclear', 'refused', 'sent')),
      since INTEGER NOT NULL,
      due_at INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0,
      problem TEXT,
      code INTEGER,
      -- Written before the end of the message goes out: from then on the server may have it.
      end_noted INTEGER NOT NULL DEFAULT 0 CHECK (end_noted IN (0, 1)),
      CHECK ((due_at IS NOT NULL) = (state IN ('undo', 'waiting'))),
      CHECK (end_noted = 0 OR state IN ('sending', 'held-unclear', 'sent'))
    ) STRICT;
    CREATE INDEX delivery_of ON delivery (outgoing_id);
    CREATE INDEX delivery_due ON delivery (state, due_at) WHERE state IN ('undo', 'queued', 'waiting');
  `)
})
