import { step } from '../../migrate.ts'

/**
 * When a server was last asked whether it takes the password of a shared mailbox, ms since 1970, and what it said; `origin`: which saying
 * of the register set that password. Outlives a restart: each refused login counts at the provider.
 */
export const loginChecks = step(290, 300, (database) => {
  database.exec(`
    CREATE TABLE login_check (
      mailbox TEXT PRIMARY KEY, origin TEXT NOT NULL, at INTEGER NOT NULL, refused INTEGER NOT NULL CHECK (refused IN (0, 1))
    ) STRICT, WITHOUT ROWID`)
})
