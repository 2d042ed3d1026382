import { step } from '../../migrate.ts'

/**
 * Whom mail of others names is kept apart for each of their folders, so that it goes when the folder does. Of accounts that have such
 * folders, who stands in no mail of their own and was never written to goes now: it may have been met where nothing may be read any more.
 */
export const peopleOfOthers = step(50, 60, (database) => {
  database.exec(`
    CREATE TEMP TABLE own_person AS
      SELECT DISTINCT m.account_id AS account_id, lower(json_extract(p.value, '$[1]')) AS key
      FROM folder f JOIN message m ON m.home_id = f.id, json_each(m.people) AS list, json_each(list.value) AS p
      WHERE f.shared = 0 AND f.role NOT IN ('junk', 'trash', 'drafts') AND f.account_id IN (SELECT account_id FROM folder WHERE shared = 1);
    CREATE TEMP TABLE gone_person AS
      SELECT id FROM person WHERE written = 0 AND account_id IN (SELECT account_id FROM folder WHERE shared = 1)
        AND (account_id, key) NOT IN (SELECT account_id, key FROM own_person WHERE key IS NOT NULL);
    DELETE FROM person_index WHERE rowid IN (SELECT id FROM gone_person);
    DELETE FROM person WHERE id IN (SELECT id FROM gone_person);
    DROP TABLE own_person;
    DROP TABLE gone_person;

    CREATE TABLE person_apart (
      id INTEGER PRIMARY KEY,
      account_id INTEGER NOT NULL,
      key TEXT NOT NULL,
      address TEXT NOT NULL,
      name TEXT NOT NULL,
      written INTEGER NOT NULL,
      seen INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      written_at INTEGER,
      -- The folder of others whose mail named them; 0: one's own mail.
      folder_id INTEGER NOT NULL DEFAULT 0,
      UNIQUE (account_id, key, folder_id)
    ) STRICT;
    INSERT INTO person_apart (id, account_id, key, address, name, written, seen, last_at, written_at)
      SELECT id, account_id, key, address, name, written, seen, last_at, written_at FROM person;
    DROP TABLE person;
    ALTER TABLE person_apart RENAME TO person;
    CREATE INDEX person_folder ON person (folder_id) WHERE folder_id <> 0;
  `)
})
