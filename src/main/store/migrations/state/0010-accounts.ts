import { step } from '../../migrate.ts'

/** Settings only: the password lies sealed in the keychain, under the account's id. `address_key` is the address in lower case. */
export const accounts = step(0, 10, (database) => {
  database.exec(`
    CREATE TABLE account (
      id TEXT PRIMARY KEY,
      address TEXT NOT NULL,
      address_key TEXT NOT NULL UNIQUE,
      display_name TEXT NOT NULL,
      imap_host TEXT NOT NULL,
      imap_port INTEGER NOT NULL CHECK (imap_port BETWEEN 1 AND 65535),
      imap_security TEXT NOT NULL CHECK (imap_security IN ('tls', 'starttls')),
      smtp_host TEXT NOT NULL,
      smtp_port INTEGER NOT NULL CHECK (smtp_port BETWEEN 1 AND 65535),
      smtp_security TEXT NOT NULL CHECK (smtp_security IN ('tls', 'starttls')),
      user TEXT NOT NULL,
      auth TEXT NOT NULL CHECK (auth IN ('password', 'oauth2')),
      ca_file TEXT,
      -- Beside the domain of the address: a JSON list.
      more_own_domains TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(more_own_domains)),
      created_at INTEGER NOT NULL
    ) STRICT
  `)
})
