import { step } from '../../migrate.ts'

/**
 * `digest` names the frozen verdict of a message in `state.db`; null while there is none, and those are found newest first.
 * What `verdict` says meanwhile is provisional.
 */
export const verdicts = step(10, 20, (database) => {
  database.exec(`
    ALTER TABLE message ADD COLUMN digest BLOB;
    CREATE INDEX message_unassessed ON message (id) WHERE digest IS NULL;
  `)
})
