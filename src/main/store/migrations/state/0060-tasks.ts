import { step } from '../../migrate.ts'

/** What a person did to messages and the server has not yet done; `seq` is their order. `act` and `messages` are JSON. */
export const tasks = step(50, 60, (database) => {
  database.exec(`
    CREATE TABLE task (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      account_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      act TEXT NOT NULL CHECK (json_valid(act)),
      messages TEXT NOT NULL CHECK (json_valid(messages)),
      undoes TEXT
    ) STRICT;
    CREATE INDEX task_account ON task (account_id, seq);
  `)
})
