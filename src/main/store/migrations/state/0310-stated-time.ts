import { step } from '../../migrate.ts'

/** The latest time that a mail server told (ms since 1970): what begins, begins by that. What had begun by then, whoever said so, stays begun. */
export const statedTime = step(300, 310, (database) => {
  database.exec('ALTER TABLE register_time ADD COLUMN stated INTEGER; UPDATE register_time SET stated = highest')
})
