import { step } from '../../migrate.ts'

/**
 * Of each copy in the server's folder for drafts: which attachments it has, as adding one is no save of the draft; and whether the
 * server refused it, so that it is nowhere but here.
 */
export const draftCopies = step(220, 230, (database) => {
  database.exec(`
    ALTER TABLE draft_copy ADD COLUMN attachments TEXT NOT NULL DEFAULT '';
    ALTER TABLE draft_copy ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1));
  `)
})
