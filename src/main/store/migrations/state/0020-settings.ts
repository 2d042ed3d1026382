import { step } from '../../migrate.ts'

/** One row for each setting that somebody changed, its value as JSON: what is not here has its default. */
export const settings = step(10, 20, (database) => {
  database.exec(`
    CREATE TABLE setting (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
  `)
})
