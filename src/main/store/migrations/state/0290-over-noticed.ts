import { step } from '../../migrate.ts'

/** When this workstation first knew that the time of who works here is over (FM-11), ms since 1970. */
export const overNoticed = step(280, 290, (database) => {
  database.exec('ALTER TABLE practice_home ADD COLUMN over_noticed_at INTEGER')
})
