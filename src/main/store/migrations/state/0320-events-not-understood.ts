import { step } from '../../migrate.ts'

/** What was not understood is looked at anew at each start: without this, by reading the whole register. */
export const eventsNotUnderstood = step(310, 320, (database) => {
  database.exec('CREATE INDEX register_not_understood ON register_event (place) WHERE understood = 0')
})
