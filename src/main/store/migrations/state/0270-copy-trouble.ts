import { step } from '../../migrate.ts'

/** What is to be told of the copy of a message among sent mail: it lies elsewhere than it was to, or no folder has taken it yet. */
export const copyTrouble = step(260, 270, (database) => {
  database.exec("ALTER TABLE outgoing ADD COLUMN copy_trouble TEXT CHECK (copy_trouble IN ('elsewhere', 'refused'))")
})
