import { step } from '../../migrate.ts'

/**
 * The practice's own checked book (R5). `address_key` is the address as two are compared, `words` what is searched: folded, each word
 * after a space. A verified number has who verified it and when, or neither (RT-21). Consents are kept when they end, and when the
 * contact goes (CF-11). `directory.settings` is JSON; a password is in the keychain.
 */
export const addressBook = step(80, 90, (database) => {
  database.exec(`
    CREATE TABLE contact (
      id TEXT PRIMARY KEY,
      address TEXT NOT NULL,
      address_key TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      organisation TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('person', 'professional', 'unknown')),
      mobile TEXT CHECK (mobile GLOB '+[1-9]*'),
      mobile_verified_by TEXT,
      mobile_verified_at INTEGER,
      community TEXT,
      is_outside_eea INTEGER NOT NULL,
      is_all_secure INTEGER NOT NULL,
      is_staff_private INTEGER NOT NULL,
      source TEXT NOT NULL CHECK (source IN ('own', 'import', 'directory')),
      words TEXT NOT NULL,
      sort_key TEXT NOT NULL,
      changed_at INTEGER NOT NULL,
      CHECK ((mobile_verified_by IS NULL) = (mobile_verified_at IS NULL)),
      CHECK (mobile IS NOT NULL OR mobile_verified_at IS NULL)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contact_sorted ON contact (sort_key, id);
    CREATE INDEX contact_mobile ON contact (mobile) WHERE mobile IS NOT NULL;

    CREATE TABLE consent (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      contact_id TEXT NOT NULL,
      address TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope IN ('logistic', 'general', 'both')),
      given_by TEXT NOT NULL,
      given_at INTEGER NOT NULL,
      withdrawn_by TEXT,
      withdrawn_at INTEGER,
      CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX consent_standing ON consent (contact_id) WHERE withdrawn_at IS NULL;
    CREATE INDEX consent_contact ON consent (contact_id, seq);
    CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent BEGIN
      SELECT RAISE(ABORT, 'a consent is withdrawn, not deleted');
    END;
    CREATE TRIGGER consent_is_not_changed BEFORE UPDATE ON consent
      WHEN OLD.withdrawn_at IS NOT NULL OR NEW.contact_id <> OLD.contact_id OR NEW.address <> OLD.address OR NEW.scope <> OLD.scope
        OR NEW.given_by <> OLD.given_by OR NEW.given_at <> OLD.given_at
    BEGIN
      SELECT RAISE(ABORT, 'a consent is withdrawn, not changed');
    END;

    CREATE TABLE not_duplicate (
      one_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
      other_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
      PRIMARY KEY (one_id, other_id),
      CHECK (one_id < other_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE directory (
      id TEXT PRIMARY KEY,
      created_at INTEGER NOT NULL,
      settings TEXT NOT NULL CHECK (json_valid(settings))
    ) STRICT, WITHOUT ROWID;
  `)
})
