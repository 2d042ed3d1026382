import { step } from '../../migrate.ts'

/**
 * What came of looking for words inside the attachments of a message; null while nobody has looked, and those are found newest
 * first. Mail that is here already is looked at as well.
 */
export const openedAttachments = step(40, 50, (database) => {
  database.exec(`
    ALTER TABLE message ADD COLUMN opened TEXT;
    CREATE INDEX message_unopened ON message (id) WHERE opened IS NULL AND has_attachments = 1;
  `)
})
