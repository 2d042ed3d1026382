import { step } from '../../migrate.ts'

/** What the last comparing of lengths with its server came to, for each account: `untrue` lengths are the server's fault, and ours are what it gives. */
export const sizeChecks = step(240, 250, (database) => {
  database.exec(`
    CREATE TABLE size_check (
      account_id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      compared INTEGER NOT NULL,
      fetched_again INTEGER NOT NULL,
      untrue INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `)
})
