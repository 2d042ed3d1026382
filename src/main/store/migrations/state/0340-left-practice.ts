import { step } from '../../migrate.ts'

/** Whoever works in a practice may leave it of their own accord. SQLite changes no CHECK: the one line moves. */
export const leftPractice = step(330, 340, (database) => {
  const columns = 'id, stage, account_id, folder, name, root, joining, ended_because, uid_validity, places, over_noticed_at'
  database.exec(`
    CREATE TABLE practice_home_next (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      stage TEXT NOT NULL CHECK (stage IN ('founding', 'joining', 'member', 'ended')),
      account_id TEXT NOT NULL,
      folder TEXT NOT NULL,
      name TEXT NOT NULL,
      root TEXT,
      joining TEXT,
      ended_because TEXT CHECK (ended_because IN ('revoked', 'ended', 'left')),
      uid_validity INTEGER,
      places TEXT NOT NULL DEFAULT '',
      over_noticed_at INTEGER
    ) STRICT;
    INSERT INTO practice_home_next (${columns}) SELECT ${columns} FROM practice_home;
    DROP TABLE practice_home;
    ALTER TABLE practice_home_next RENAME TO practice_home;
  `)
})
