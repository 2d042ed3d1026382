import { step } from '../../migrate.ts'

/**
 * What servers reported of copies that were sent from here, the newest of each kind, by Message-ID and recipient: it outlives the
 * outbox. `subject` is empty where the outbox had let go of the message. And the moment for which somebody asked a delivery to be
 * held back (`scheduled_for`), which stays with it when it has gone.
 */
export const deliveryReports = step(100, 110, (database) => {
  database.exec(`
    CREATE TABLE delivery_report (
      message_id TEXT NOT NULL,
      recipient TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('failed', 'delayed', 'delivered', 'relayed', 'expanded')),
      status TEXT,
      code INTEGER,
      reported_by TEXT NOT NULL,
      reported_at INTEGER NOT NULL,
      subject TEXT NOT NULL,
      -- Somebody has seen it: it no longer asks for anybody in the outbox, and still stands with the message.
      seen_at INTEGER,
      PRIMARY KEY (message_id, recipient, action)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_report_open ON delivery_report (reported_at) WHERE seen_at IS NULL;

    ALTER TABLE delivery ADD COLUMN scheduled_for INTEGER;
  `)
})
