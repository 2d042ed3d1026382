import { step } from '../../migrate.ts'

/**
 * What a message is about (norm.md section 2) from its draft on, what an answer may not go below (IN-13, IN-16), and which route each
 * delivery got, with the reasons as JSON. `conversation_class` keeps the answers to the decision trees by the Message-ID that a
 * conversation began with; `sent_route` outlives the outbox and says of a sent message why it went as it did.
 */
export const routes = step(70, 80, (database) => {
  const messageClass = (column: string, without: string) =>
    `ALTER TABLE draft ADD COLUMN ${column} TEXT NOT NULL DEFAULT '${without}' CHECK (${column} IN ('general', 'logistic', 'unknown', 'phi'))`
  database.exec(`
    ${messageClass('message_class', 'unknown')};
    ${messageClass('class_floor', 'general')};
    -- It answers ordinary mail of somebody who may be a patient: about an appointment too it goes safely (IN-13).
    ALTER TABLE draft ADD COLUMN answers_patient INTEGER NOT NULL DEFAULT 0 CHECK (answers_patient IN (0, 1));

    -- What detection said when DT-1 was answered: what was answered with a doubt in view is not asked again (RT-11).
    ALTER TABLE draft ADD COLUMN answered_level TEXT NOT NULL DEFAULT 'none' CHECK (answered_level IN ('none', 'possible', 'strong'));

    CREATE TABLE conversation_class (
      root TEXT PRIMARY KEY,
      message_class TEXT NOT NULL CHECK (message_class IN ('general', 'logistic', 'unknown', 'phi')),
      answered_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE delivery ADD COLUMN route TEXT NOT NULL DEFAULT 'community' CHECK (route IN ('direct', 'portal', 'community', 'plain', 'hold', 'refuse'));
    ALTER TABLE delivery ADD COLUMN plan TEXT CHECK (plan IS NULL OR json_valid(plan));
    UPDATE delivery SET route = 'hold' WHERE state = 'held-no-route';

    CREATE TABLE sent_route (
      message_id TEXT NOT NULL,
      address TEXT NOT NULL,
      route TEXT NOT NULL CHECK (route IN ('direct', 'portal', 'community', 'plain')),
      plan TEXT CHECK (plan IS NULL OR json_valid(plan)),
      sent_at INTEGER NOT NULL,
      PRIMARY KEY (message_id, address)
    ) STRICT, WITHOUT ROWID;
    -- What was chosen for somebody the last time is asked while typing.
    CREATE INDEX sent_route_to ON sent_route (address COLLATE NOCASE, sent_at);
  `)
})
