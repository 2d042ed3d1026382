import { step } from '../../migrate.ts'

/** A new message that asks to delete an earlier one (R6); beside the kind, as a check on a column that is there cannot be widened. */
export const removalRequests = step(270, 280, (database) => {
  database.exec('ALTER TABLE draft ADD COLUMN asks_removal INTEGER NOT NULL DEFAULT 0 CHECK (asks_removal IN (0, 1))')
})
