import { step } from '../../migrate.ts'

/** Which message a draft was before it was taken back: what is sent of it later takes the place of that one (E3). Goes with its draft. */
export const takenBack = step(200, 210, (database) => {
  database.exec(`
    CREATE TABLE taken_back (
      draft_id TEXT PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
      message_id TEXT NOT NULL,
      mime_hash TEXT NOT NULL CHECK (length(mime_hash) = 64)
    ) STRICT, WITHOUT ROWID;
  `)
})
